/// Takes chunked coding apart (RFC 9112, section 7.1), strictly and in constant space; goes on at any byte.
///
/// Extensions and trailer fields are checked and dropped: nothing of ours means anything by them, and a trailer must never become a header.
struct HTTPChunkDecoder {
    /// What came next.
    enum Step {
        /// Content, at these offsets.
        case data(Range<Int>)
        /// Nothing more in these bytes.
        case starved
        /// The end of the content; what follows is the next request's.
        case end
    }

    private enum State {
        case size, sizeEnd
        case extensionName, extensionValue, token, quoted, escaped, afterQuoted
        case data, dataReturn, dataEnd
        case trailerStart, trailerName, trailerValue, trailerEnd
        case lastEnd, done
    }

    /// The most hexadecimal digits of a size, leading zeros included.
    private static let sizeDigits = 16

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var nameBytes = 0
    private var lineBytes = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0
    /// All content so far, the chunk under way included.
    private var total = 0

    /// Goes on at `position` of `bytes` and moves it behind what was taken.
    mutating func next(
        _ bytes: Span<UInt8>, at position: inout Int, limits: borrowing HTTPLimits
    ) throws(HTTPRefusal.Reason) -> Step {
        while position < bytes.count {
            if state == .data {
                let end = min(bytes.count, position + size)
                let range = position..<end
                size -= range.count
                position = end
                if size == 0 { state = .dataReturn }
                return .data(range)
            }
            try take(bytes[position], limits)
            position += 1
            if state == .done { return .end }
        }
        return .starved
    }

    private mutating func take(_ byte: UInt8, _ limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) {
        switch state {
        case .size, .sizeEnd, .extensionName, .extensionValue, .token, .quoted, .escaped, .afterQuoted:
            lineBytes += 1
            guard lineBytes <= limits.chunkLineBytes else { throw .malformed }
            try takeSizeLine(byte, limits)
        case .dataReturn: try expect(ASCII.carriageReturn, byte, then: .dataEnd)
        case .dataEnd:
            try expect(ASCII.lineFeed, byte, then: .size)
            (size, digits, lineBytes) = (0, 0, 0)
        case .trailerStart, .trailerName, .trailerValue, .trailerEnd:
            trailerBytes += 1
            guard trailerBytes <= limits.trailerBytes else { throw .fieldsTooLarge }
            try takeTrailer(byte, limits)
        case .lastEnd: try expect(ASCII.lineFeed, byte, then: .done)
        case .data, .done: break
        }
    }

    private mutating func takeSizeLine(_ byte: UInt8, _ limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) {
        switch state {
        case .size:
            if let digit = ASCII.hexadecimal(byte) {
                digits += 1
                guard digits <= Self.sizeDigits else { throw .malformed }
                guard size <= Int.max >> 4 else { throw .contentTooLarge }
                size = size << 4 | Int(digit)
            } else {
                guard digits > 0 else { throw .malformed }
                try endOfExtension(byte)
            }
        case .sizeEnd:
            try expect(ASCII.lineFeed, byte, then: .data)
            guard size > 0 else {
                state = .trailerStart
                return
            }
            guard size <= limits.bodyBytes - total else { throw .contentTooLarge }
            total += size
        default:
            extensionBytes += 1
            guard extensionBytes <= limits.chunkExtensionBytes else { throw .malformed }
            try takeExtension(byte)
        }
    }

    private mutating func takeExtension(_ byte: UInt8) throws(HTTPRefusal.Reason) {
        switch state {
        case .extensionName:
            if ASCII.isToken(byte) {
                nameBytes += 1
            } else {
                guard nameBytes > 0 else { throw .malformed }
                if byte == UInt8(ascii: "=") { state = .extensionValue } else { try endOfExtension(byte) }
            }
        case .extensionValue:
            if byte == UInt8(ascii: "\"") {
                state = .quoted
            } else {
                guard ASCII.isToken(byte) else { throw .malformed }
                state = .token
            }
        case .token:
            if !ASCII.isToken(byte) { try endOfExtension(byte) }
        case .quoted:
            guard ASCII.isFieldText(byte) else { throw .malformed }
            if byte == UInt8(ascii: "\"") { state = .afterQuoted }
            if byte == UInt8(ascii: "\\") { state = .escaped }
        case .escaped:
            guard ASCII.isFieldText(byte) else { throw .malformed }
            state = .quoted
        default: try endOfExtension(byte)
        }
    }

    private mutating func endOfExtension(_ byte: UInt8) throws(HTTPRefusal.Reason) {
        switch byte {
        case ASCII.carriageReturn: state = .sizeEnd
        case UInt8(ascii: ";"): (state, nameBytes) = (.extensionName, 0)
        default: throw .malformed
        }
    }

    private mutating func takeTrailer(_ byte: UInt8, _ limits: borrowing HTTPLimits) throws(HTTPRefusal.Reason) {
        switch state {
        case .trailerStart:
            if byte == ASCII.carriageReturn {
                state = .lastEnd
                return
            }
            guard ASCII.isToken(byte) else { throw .malformed }
            trailerCount += 1
            guard trailerCount <= limits.fieldCount else { throw .fieldsTooLarge }
            state = .trailerName
        case .trailerName:
            if byte == UInt8(ascii: ":") { state = .trailerValue } else if !ASCII.isToken(byte) { throw .malformed }
        case .trailerValue:
            if byte == ASCII.carriageReturn { state = .trailerEnd } else if !ASCII.isFieldText(byte) { throw .malformed }
        default: try expect(ASCII.lineFeed, byte, then: .trailerStart)
        }
    }

    private mutating func expect(_ wanted: UInt8, _ byte: UInt8, then next: State) throws(HTTPRefusal.Reason) {
        guard byte == wanted else { throw .malformed }
        state = next
    }
}
