/// Where an answer's content ends (RFC 9112, section 6.3), and whether another answer may follow.
struct HTTPResponseFraming {
    enum Length: Equatable {
        case none
        case bytes(Int)
        case chunked
        case untilEnd
    }

    let length: Length
    let keepsConnection: Bool

    init(status: Int, fields: HTTPFields, isHead: Bool, isVersion10: Bool) throws(HTTPClientError) {
        length = try isHead || status == 204 || status == 304 ? .none : Self.length(fields, isVersion10: isVersion10)
        let options = fields.all("connection").flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
        let closes = options.contains { option in
            let word = option.drop { $0 == ASCII.space || $0 == ASCII.tab }.prefix { $0 != ASCII.space && $0 != ASCII.tab }
            return word.count == 5 && zip(word, "close".utf8).allSatisfy { ASCII.equal($0, $1) }
        }
        keepsConnection = length != .untilEnd && !isVersion10 && !closes
    }

    private static func length(_ fields: HTTPFields, isVersion10: Bool) throws(HTTPClientError) -> Length {
        let codings = fields.all("transfer-encoding")
        let lengths = fields.all("content-length")
        if let coding = codings.first {
            // Two ways of framing, or one that the version does not know: somebody on the way may have seen another end.
            guard codings.count == 1, lengths.isEmpty, !isVersion10, coding.lowercased() == "chunked" else { throw .malformedResponse }
            return .chunked
        }
        guard let text = lengths.first else { return .untilEnd }
        guard lengths.count == 1, (1...15).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit) else { throw .malformedResponse }
        return .bytes(text.utf8.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
}
