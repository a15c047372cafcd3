/// The fields that decide where a request ends and what becomes of its connection, and the rules of their being together.
struct HTTPFramingRules {
    private struct Once: OptionSet {
        let rawValue: UInt8
        static let host = Once(rawValue: 1)
        static let contentLength = Once(rawValue: 2)
        static let transferEncoding = Once(rawValue: 4)
        static let authorization = Once(rawValue: 8)
        static let contentType = Once(rawValue: 16)
        static let expect = Once(rawValue: 32)
    }

    private var seen: Once = []
    private var framing = HTTPRequestHead.Framing.none
    private var host: HTTPFields.Entry?
    private var saysClose = false
    private var saysKeepAlive = false
    private var expectsContinue = false
    private var expectsOther = false

    /// Takes note of a field.
    mutating func note(_ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) throws(HTTPRefusal.Reason) {
        let start = Int(entry.nameStart)
        switch Int(entry.nameEnd) - start {
        case 4 where bytes.matches("host", at: start):
            try once(.host)
            guard HTTPHost.isValid(bytes, Int(entry.valueStart), Int(entry.valueEnd)) else { throw .malformed }
            host = entry
        case 6 where bytes.matches("expect", at: start):
            try once(.expect)
            expectsContinue = isWord("100-continue", entry, bytes)
            expectsOther = !expectsContinue
        case 10 where bytes.matches("connection", at: start):
            noteConnection(entry, bytes)
        case 12 where bytes.matches("content-type", at: start):
            try once(.contentType)
        case 13 where bytes.matches("authorization", at: start):
            try once(.authorization)
        case 14 where bytes.matches("content-length", at: start):
            try once(.contentLength)
            framing = .length(try length(entry, bytes))
        case 17 where bytes.matches("transfer-encoding", at: start):
            try once(.transferEncoding)
            try checkCoding(entry, bytes)
            framing = .chunked
        default: break
        }
    }

    /// Decides, once all fields are known.
    func settle(_ head: inout HTTPRequestHead, _ bytes: Span<UInt8>) throws(HTTPRefusal.Reason) {
        // Both lengths at once is how requests are smuggled; HTTP/1.0 has no transfer codings (RFC 9112, section 6.1).
        if seen.contains(.transferEncoding), head.isOld || seen.contains(.contentLength) { throw .malformed }
        guard head.isOld || host != nil else { throw .malformed }
        if let authority = HTTPTarget.authority(bytes, head.target), let host {
            let isSame =
                authority.count == Int(host.valueEnd - host.valueStart)
                && authority.indices.allSatisfy { ASCII.equal(bytes[$0], bytes[Int(host.valueStart) + $0 - authority.lowerBound]) }
            // The target would win over Host; a peer that disagrees with itself is not worth the risk that somebody reads the other one.
            guard isSame else { throw .malformed }
        }
        head.framing = framing
        head.keepsAlive = !saysClose && (!head.isOld || saysKeepAlive)
        head.expectsContinue = expectsContinue && !head.isOld
        if expectsOther, !head.isOld { throw .unknownExpectation }
    }

    private mutating func once(_ field: Once) throws(HTTPRefusal.Reason) {
        guard seen.insert(field).inserted else { throw .malformed }
    }

    private func length(_ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) throws(HTTPRefusal.Reason) -> Int {
        guard entry.valueStart < entry.valueEnd else { throw .malformed }
        var length = 0
        var isHuge = false
        for index in Int(entry.valueStart)..<Int(entry.valueEnd) {
            guard ASCII.isDigit(bytes[index]) else { throw .malformed }
            let (product, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(bytes[index] - 48))
            if overflow || carry { isHuge = true }
            length = isHuge ? 0 : sum
        }
        if isHuge { throw .contentTooLarge }
        return length
    }

    /// Only `chunked`, alone, is understood. Codings before it are 501; without it at the end the length is unknown: 400 (RFC 9112, section 6.3).
    private func checkCoding(_ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) throws(HTTPRefusal.Reason) {
        if isWord("chunked", entry, bytes) { return }
        var hasOthers = false
        var isChunkedLast = false
        try eachMember(of: entry, bytes) { (start, end) throws(HTTPRefusal.Reason) in
            if isChunkedLast { throw .malformed }
            guard start < end else { throw .malformed }
            for index in start..<end where !ASCII.isToken(bytes[index]) {
                throw .malformed
            }
            if end - start == 7, bytes.matches("chunked", at: start) { isChunkedLast = true } else { hasOthers = true }
        }
        throw isChunkedLast && hasOthers ? .notImplemented : .malformed
    }

    private mutating func noteConnection(_ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) {
        eachMember(of: entry, bytes) { start, end in
            if end - start == 5, bytes.matches("close", at: start) { saysClose = true }
            if end - start == 10, bytes.matches("keep-alive", at: start) { saysKeepAlive = true }
        }
    }

    private func isWord(_ word: StaticString, _ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) -> Bool {
        Int(entry.valueEnd - entry.valueStart) == word.utf8CodeUnitCount && bytes.matches(word, at: Int(entry.valueStart))
    }

    /// The members of a comma-separated list, without the white space around them.
    private func eachMember<Failure>(
        of entry: HTTPFields.Entry, _ bytes: Span<UInt8>, _ body: (Int, Int) throws(Failure) -> Void
    ) throws(Failure) {
        var start = Int(entry.valueStart)
        let end = Int(entry.valueEnd)
        while true {
            var comma = start
            while comma < end, bytes[comma] != UInt8(ascii: ",") {
                comma += 1
            }
            var first = start
            var last = comma
            while first < last, bytes[first] == ASCII.space || bytes[first] == ASCII.tab {
                first += 1
            }
            while last > first, bytes[last - 1] == ASCII.space || bytes[last - 1] == ASCII.tab {
                last -= 1
            }
            try body(first, last)
            guard comma < end else { return }
            start = comma + 1
        }
    }
}
