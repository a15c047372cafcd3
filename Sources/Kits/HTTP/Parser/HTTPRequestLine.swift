/// The request line (RFC 9112, section 3): method, target, version, with one space between them and nothing else.
enum HTTPRequestLine {
    /// ` HTTP/1.1` and some.
    static let versionBytes = 16

    /// Takes the line from `start` to `end` apart.
    static func parse(
        _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ limits: borrowing HTTPLimits, into head: inout HTTPRequestHead
    ) throws(HTTPRefusal.Reason) {
        var methodEnd = start
        while methodEnd < end, ASCII.isToken(bytes[methodEnd]) {
            methodEnd += 1
        }
        guard methodEnd > start, methodEnd < end, bytes[methodEnd] == ASCII.space else { throw .malformed }
        guard methodEnd - start <= limits.methodBytes else { throw .notImplemented }
        head.method = method(bytes, start, methodEnd)
        let targetStart = methodEnd + 1
        var targetEnd = targetStart
        while targetEnd < end, bytes[targetEnd] &- 0x21 < 0x5E {
            targetEnd += 1
        }
        guard targetEnd > targetStart, targetEnd < end, bytes[targetEnd] == ASCII.space else { throw .malformed }
        head.isOld = try isOld(bytes, targetEnd + 1, end)
        guard targetEnd - targetStart <= limits.targetBytes else { throw .targetTooLong }
        head.target = try HTTPTarget.parse(bytes, targetStart, targetEnd, method: head.method)
        // We are no proxy, and echoing a request to whoever asks shows what proxies have added to it.
        if head.method.name == "CONNECT" || head.method.name == "TRACE" { throw .notImplemented }
    }

    /// Whether the line, of which more is to come, begins with a method at all.
    static func hasMethod(_ bytes: Span<UInt8>, _ start: Int, _ limits: borrowing HTTPLimits) -> Bool {
        var index = start
        while index < bytes.count, index - start <= limits.methodBytes, ASCII.isToken(bytes[index]) {
            index += 1
        }
        return index > start && index < bytes.count && bytes[index] == ASCII.space
    }

    private static func method(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> HTTPMethod {
        switch (end - start, bytes[start]) {
        case (3, UInt8(ascii: "G")) where bytes[start + 1] == UInt8(ascii: "E") && bytes[start + 2] == UInt8(ascii: "T"): .get
        case (4, UInt8(ascii: "P")) where bytes.isEqual("POST", at: start): .post
        default: HTTPMethod(bytes.text(start, end))
        }
    }

    private static func isOld(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HTTPRefusal.Reason) -> Bool {
        guard end - start == 8, bytes.isEqual("HTTP/", at: start), bytes[start + 6] == UInt8(ascii: "."),
            ASCII.isDigit(bytes[start + 5]), ASCII.isDigit(bytes[start + 7])
        else { throw .malformed }
        guard bytes[start + 5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        // A higher minor version is read as the highest we know (RFC 9110, section 2.5).
        return bytes[start + 7] == UInt8(ascii: "0")
    }
}
