/// One field line (RFC 9112, section 5), of a head or of a trailer section.
enum HTTPFieldLine {
    /// Takes the line from `start` to `end` apart. Its bytes are known to be free of control characters other than tabs.
    static func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HTTPRefusal.Reason) -> HTTPFields.Entry {
        var colon = start
        // White space before the colon or at the start of the line (a folded line) is no token, so it ends here.
        while colon < end, ASCII.isToken(bytes[colon]) {
            colon += 1
        }
        guard colon > start, colon < end, bytes[colon] == UInt8(ascii: ":") else { throw .malformed }
        var valueStart = colon + 1
        var valueEnd = end
        while valueStart < valueEnd, isSpace(bytes[valueStart]) {
            valueStart += 1
        }
        while valueEnd > valueStart, isSpace(bytes[valueEnd - 1]) {
            valueEnd -= 1
        }
        return HTTPFields.Entry(
            nameStart: UInt32(start), nameEnd: UInt32(colon), valueStart: UInt32(valueStart), valueEnd: UInt32(valueEnd))
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }
}
