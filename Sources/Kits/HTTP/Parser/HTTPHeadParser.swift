/// Reads the head of a request strictly (RFC 9112, sections 2 to 6), line by line, and goes on where it stopped when more bytes arrive.
///
/// Whatever two implementations might read differently is refused: a bare CR or LF, folded lines, white space before a colon, a second
/// Content-Length. After an error nothing of the connection is read as a request any more.
struct HTTPHeadParser {
    private enum Stage { case requestLine, fields }

    private var stage = Stage.requestLine
    private var head = HTTPRequestHead()
    private var framing = HTTPFramingRules()
    private var lineStart = 0
    /// Up to here a line that is not complete yet was looked at.
    private var searched = 0
    private var emptyLines = 0

    /// Whether anything of a head has been seen.
    var hasBegun: Bool { searched > 0 }

    /// Goes on with `bytes`, which begin where the head begins and only ever grow; nil when there are too few of them.
    mutating func parse(_ bytes: Span<UInt8>, limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) -> HTTPRequestHead? {
        while let end = try lineEnd(bytes, limits) {
            let start = lineStart
            lineStart = end + 2
            searched = lineStart
            switch stage {
            case .requestLine:
                guard end > start else {
                    emptyLines += 1
                    guard emptyLines <= limits.leadingEmptyLines else { throw .malformed }
                    continue
                }
                try HTTPRequestLine.parse(bytes, start, end, limits, into: &head)
                stage = .fields
            case .fields:
                guard end > start else {
                    head.end = lineStart
                    guard head.end <= limits.headBytes else { throw .fieldsTooLarge }
                    try framing.settle(&head, bytes)
                    return head
                }
                guard head.entries.count < limits.fieldCount else { throw .fieldsTooLarge }
                let entry = try HTTPFieldLine.parse(bytes, start, end)
                try framing.note(entry, bytes)
                if head.entries.isEmpty { head.entries.reserveCapacity(16) }
                head.entries.append(entry)
            }
        }
        return nil
    }

    /// Where the line ends, before its CR LF; nil when it is not complete.
    private mutating func lineEnd(_ bytes: Span<UInt8>, _ limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) -> Int? {
        var index = searched
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 {
                if byte == ASCII.carriageReturn {
                    guard index + 1 < bytes.count else { break }
                    guard bytes[index + 1] == ASCII.lineFeed else { throw .malformed }
                    return index
                }
                guard byte == ASCII.tab else { throw .malformed }
            } else if byte == 0x7F {
                throw .malformed
            }
            index += 1
        }
        searched = index
        try checkRoom(bytes, limits)
        return nil
    }

    /// Refuses a head that is too long already, though its end is not in sight.
    private func checkRoom(_ bytes: Span<UInt8>, _ limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) {
        let isTooLong = bytes.count > limits.headBytes
        switch stage {
        case .requestLine:
            let room = limits.methodBytes + limits.targetBytes + HTTPRequestLine.versionBytes
            guard isTooLong || bytes.count - lineStart > room else { return }
            throw HTTPRequestLine.hasMethod(bytes, lineStart, limits) ? .targetTooLong : .malformed
        case .fields:
            if isTooLong { throw .fieldsTooLarge }
        }
    }
}
