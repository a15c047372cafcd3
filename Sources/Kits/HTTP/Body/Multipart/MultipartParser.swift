import Glibc

/// Takes a form apart as its bytes come (RFC 7578, RFC 2046), and keeps no more of it than it has been fed last.
///
/// Strict: lines end with CR LF, nothing stands before the first part or behind the closing boundary, every part has a name. What is lenient
/// elsewhere lets one reader see another form than the next.
struct MultipartParser {
    /// What comes next in a form.
    enum Event: Equatable {
        case part(MultipartPart)
        /// Bytes of the part's content, at least one.
        case piece([UInt8])
        case partEnd
        /// Feed more, or finish.
        case hungry
    }

    private enum Place { case start, boundary, header, content, closed }

    private let limits: MultipartLimits
    /// CR LF, two dashes, the boundary.
    private let delimiter: [UInt8]
    private var buffer: [UInt8] = []
    private var position = 0
    private var place = Place.start
    private var partCount = 0
    /// How many bytes have come behind the closing boundary.
    private var trailing = 0

    init(_ boundary: MultipartBoundary, limits: MultipartLimits) {
        self.limits = limits
        delimiter = [ASCII.carriageReturn, ASCII.lineFeed] + "--".utf8 + boundary.bytes
    }

    /// Takes what came next.
    mutating func feed(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
        } else {
            buffer.removeSubrange(..<position)
            buffer.append(contentsOf: bytes)
        }
        position = 0
    }

    /// Throws unless the form is complete.
    func finish() throws(MultipartError) {
        guard case .closed = place, position == buffer.count else { throw .unterminated }
    }

    mutating func next() throws(MultipartError) -> Event {
        switch place {
        case .start:
            guard buffer.count - position >= delimiter.count - 2 else { return .hungry }
            guard buffer[position...].starts(with: delimiter.dropFirst(2)) else { throw .malformed }
            position += delimiter.count - 2
            place = .boundary
            return try next()
        case .boundary: return try afterBoundary()
        case .header: return try header()
        case .content: return content()
        case .closed: return try epilogue()
        }
    }

    /// Behind a boundary a part begins, or the form ends.
    private mutating func afterBoundary() throws(MultipartError) -> Event {
        guard buffer.count - position >= 2 else { return .hungry }
        let pair = (buffer[position], buffer[position + 1])
        position += 2
        switch pair {
        case (ASCII.carriageReturn, ASCII.lineFeed):
            partCount += 1
            guard partCount <= limits.parts else { throw .parts(limit: limits.parts) }
            place = .header
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            guard partCount > 0 else { throw .malformed }
            place = .closed
        default: throw .malformed
        }
        return try next()
    }

    private mutating func header() throws(MultipartError) -> Event {
        var lines: [ArraySlice<UInt8>] = []
        var start = position
        while let feed = buffer[start...].firstIndex(of: ASCII.lineFeed) {
            guard feed > start, buffer[feed - 1] == ASCII.carriageReturn else { throw .header }
            guard feed - position <= limits.headerBytes else { throw .header }
            if feed - 1 == start {
                let part = try MultipartPart(header: lines)
                position = feed + 1
                place = .content
                return .part(part)
            }
            guard lines.count < limits.headerFields else { throw .header }
            lines.append(buffer[start..<feed - 1])
            start = feed + 1
        }
        guard buffer.count - position <= limits.headerBytes else { throw .header }
        return .hungry
    }

    private mutating func content() -> Event {
        let found = search()
        switch found {
        case .delimiter(let at) where at == position:
            position = at + delimiter.count
            place = .boundary
            return .partEnd
        case .delimiter(let at), .perhaps(let at):
            guard at > position else { return .hungry }
            let piece = position == 0 && at == buffer.count ? buffer : Array(buffer[position..<at])
            position = at
            return .piece(piece)
        }
    }

    private enum Found {
        /// A delimiter begins here.
        case delimiter(Int)
        /// None before here, where one may begin with the last bytes.
        case perhaps(Int)
    }

    private func search() -> Found {
        buffer.withUnsafeBytes { bytes in
            var from = position
            while let base = bytes.baseAddress, from < bytes.count,
                let hit = memchr(base + from, Int32(ASCII.carriageReturn), bytes.count - from)
            {
                let at = UnsafeRawPointer(hit) - base
                let available = min(delimiter.count, bytes.count - at)
                if delimiter.withUnsafeBytes({ $0.baseAddress.map { memcmp(base + at, $0, available) == 0 } ?? false }) {
                    return available == delimiter.count ? .delimiter(at) : .perhaps(at)
                }
                from = at + 1
            }
            return .perhaps(bytes.count)
        }
    }

    /// Behind the closing boundary there may be the end of its line.
    private mutating func epilogue() throws(MultipartError) -> Event {
        let rest = buffer[position...]
        guard trailing + rest.count <= 2, [ASCII.carriageReturn, ASCII.lineFeed].dropFirst(trailing).starts(with: rest) else { throw .malformed }
        trailing += rest.count
        position = buffer.count
        return .hungry
    }
}
