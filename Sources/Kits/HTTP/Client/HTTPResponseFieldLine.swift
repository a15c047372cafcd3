/// A field line (RFC 9112, section 5) without its line end.
enum HTTPResponseFieldLine {
    /// Where name and value are in `line`. Nothing may stand between name and colon, and a line may not go on with the next.
    static func parse(_ line: [UInt8]) throws(HTTPClientError) -> (name: Range<Int>, value: Range<Int>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(ASCII.isToken) else {
            throw .malformedResponse
        }
        var start = colon + 1
        var end = line.count
        while start < end, line[start] == ASCII.space || line[start] == ASCII.tab { start += 1 }
        while end > start, line[end - 1] == ASCII.space || line[end - 1] == ASCII.tab { end -= 1 }
        guard line[start..<end].allSatisfy(ASCII.isFieldText) else { throw .malformedResponse }
        return (0..<colon, start..<end)
    }
}
