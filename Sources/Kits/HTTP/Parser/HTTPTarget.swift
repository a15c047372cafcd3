/// The request target (RFC 9112, section 3.2): `/path?query`, the same behind `http://authority`, or `*` for OPTIONS.
enum HTTPTarget {
    /// Takes the target apart, which consists of visible ASCII.
    static func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, method: HTTPMethod) throws(HTTPRefusal.Reason) -> RequestTarget {
        if end - start == 1, bytes[start] == UInt8(ascii: "*") {
            guard method == .options else { throw .malformed }
            return RequestTarget(start: start, pathStart: start, pathEnd: end, end: end)
        }
        let pathStart = bytes[start] == UInt8(ascii: "/") ? start : try authorityEnd(bytes, start, end)
        let pathEnd = try pathEnd(bytes, pathStart, end)
        try checkQuery(bytes, pathEnd, end)
        return RequestTarget(start: start, pathStart: pathStart, pathEnd: pathEnd, end: end)
    }

    /// Where the authority of an absolute target stands; nil for the other forms.
    static func authority(_ bytes: Span<UInt8>, _ target: RequestTarget) -> Range<Int>? {
        guard target.pathStart > target.start, let start = schemeEnd(bytes, target.start, target.end) else { return nil }
        return start..<target.pathStart
    }

    private static func authorityEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HTTPRefusal.Reason) -> Int {
        guard let authority = schemeEnd(bytes, start, end) else { throw .malformed }
        var index = authority
        while index < end, bytes[index] != UInt8(ascii: "/"), bytes[index] != UInt8(ascii: "?") {
            index += 1
        }
        guard HTTPHost.isValid(bytes, authority, index) else { throw .malformed }
        return index
    }

    private static func schemeEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        for scheme: StaticString in ["http://", "https://"]
        where end - start > scheme.utf8CodeUnitCount && bytes.matches(scheme, at: start) {
            return start + scheme.utf8CodeUnitCount
        }
        return nil
    }

    private static func pathEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HTTPRefusal.Reason) -> Int {
        var index = start
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "?"): return index
            case UInt8(ascii: "%"):
                guard index + 2 < end, ASCII.hexadecimal(bytes[index + 1]) != nil, ASCII.hexadecimal(bytes[index + 2]) != nil else {
                    throw .malformed
                }
            // No part of a path (RFC 3986, section 3.3); some servers read the backslash as a slash.
            case UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
                UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
                throw .malformed
            default: break
            }
            index += 1
        }
        return end
    }

    /// Browsers send braces, bars and the like in queries as they are, so only what they encode is refused.
    private static func checkQuery(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HTTPRefusal.Reason) {
        for index in start..<end {
            switch bytes[index] {
            case UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"): throw .malformed
            default: break
            }
        }
    }
}
