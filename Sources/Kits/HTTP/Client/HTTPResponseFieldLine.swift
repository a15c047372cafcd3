/// A field line of an answer, by the same rules as one of a request.
enum HTTPResponseFieldLine {
    /// Where name and value are in `line`, which comes without its line end.
    static func parse(_ line: [UInt8]) throws(HTTPClientError) -> HTTPFields.Entry {
        guard line.allSatisfy(ASCII.isFieldText) else { throw .malformedResponse }
        do { return try HTTPFieldLine.parse(line.span, 0, line.count) } catch { throw .malformedResponse }
    }
}
