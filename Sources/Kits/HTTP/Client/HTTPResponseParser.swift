/// Reads one answer from the bytes of a connection (RFC 9112), as they come.
///
/// Strict: lines end with CR LF, no folded lines, no white space before a colon, one way of framing only. What is lenient elsewhere lets a
/// server smuggle an answer into the place of another one's.
struct HTTPResponseParser {
    private enum Place {
        case statusLine, fields, chunkSize, chunkEnd, trailers
        /// Content: so many bytes; nil, until the connection ends.
        case content(left: Int?)
        case chunk(left: Int)
        case done
    }

    private let limits: HTTPClientLimits
    private let content: HTTPClientRequest.Content
    private let isHead: Bool
    private var place = Place.statusLine
    private var head: [UInt8] = []
    private var entries: [HTTPFields.Entry] = []
    private var line: [UInt8] = []
    private var trailerCount = 0
    private var trailerBytes = 0
    private var interimAnswers = 0
    private var status = 0
    private var isVersion10 = false
    private var body: [UInt8] = []
    /// Bytes of content so far, those that were taken away among them.
    private var count = 0
    private var isCut = false
    /// Whether any byte of an answer has come.
    private(set) var hasBegun = false
    /// Whether the final head has been read.
    private(set) var hasHead = false
    /// Whether another request may follow on the connection, once the answer is complete.
    private(set) var keepsConnection = false

    init(_ method: HTTPMethod, content: HTTPClientRequest.Content, limits: HTTPClientLimits) {
        isHead = method == .head
        self.content = content
        self.limits = limits
    }

    /// Whether the answer is complete, or as much of it as is wanted.
    var isDone: Bool { if case .done = place { true } else { false } }

    /// The answer as far as it goes; only once there is a head.
    var response: HTTPClientResponse {
        HTTPClientResponse(
            status: status, fields: HTTPFields(received: head, entries: entries), body: body, isBodyComplete: isDone && !isCut)
    }

    /// Takes what came next. Bytes beyond the answer's end mean that the connection cannot be kept.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(HTTPClientError) {
        var rest = bytes
        if !rest.isEmpty { hasBegun = true }
        while !rest.isEmpty {
            switch place {
            case .statusLine, .fields, .chunkSize, .chunkEnd, .trailers:
                if try takeLine(from: &rest) { try readLine() }
            case .content(let left):
                let count = min(left ?? rest.count, rest.count)
                try keep(UnsafeRawBufferPointer(rebasing: rest[..<count]))
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                if isDone { break }
                place = left == count ? .done : .content(left: left.map { $0 - count })
            case .chunk(let left):
                let count = min(left, rest.count)
                try keep(UnsafeRawBufferPointer(rebasing: rest[..<count]))
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                if isDone { break }
                place = left == count ? .chunkEnd : .chunk(left: left - count)
            case .done:
                keepsConnection = false
                return
            }
        }
    }

    /// The connection has ended; `isFarewell` when the end cannot have been forged by cutting it.
    mutating func end(isFarewell: Bool) throws(HTTPClientError) {
        if case .content(left: nil) = place, isFarewell {
            place = .done
        } else if !isDone {
            throw .disconnected
        }
    }

    private mutating func takeLine(from rest: inout UnsafeRawBufferPointer) throws(HTTPClientError) -> Bool {
        let end = rest.firstIndex(of: ASCII.lineFeed)
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<(end ?? rest.count)]))
        rest = UnsafeRawBufferPointer(rebasing: rest[(end.map { $0 + 1 } ?? rest.count)...])
        try checkLineLength()
        guard end != nil else { return false }
        guard line.popLast() == ASCII.carriageReturn else { throw .malformedResponse }
        return true
    }

    private func checkLineLength() throws(HTTPClientError) {
        switch place {
        case .statusLine: guard line.count <= limits.statusLineBytes else { throw .responseTooLarge }
        case .fields: guard head.count + line.count <= limits.headBytes else { throw .responseTooLarge }
        case .trailers: guard trailerBytes + line.count <= limits.headBytes else { throw .responseTooLarge }
        case .chunkSize: guard line.count <= limits.chunkLineBytes else { throw .malformedResponse }
        case .chunkEnd: guard line.count <= 1 else { throw .malformedResponse }
        case .content, .chunk, .done: break
        }
    }

    private mutating func readLine() throws(HTTPClientError) {
        defer { line.removeAll(keepingCapacity: true) }
        switch place {
        case .statusLine: try readStatus()
        case .fields: try readField()
        case .chunkSize: try readChunkSize()
        case .chunkEnd: place = .chunkSize
        case .trailers: try readTrailer()
        case .content, .chunk, .done: break
        }
    }

    private mutating func readStatus() throws(HTTPClientError) {
        // Some servers leave out the space before an empty reason, and nothing hangs on it.
        guard line.count >= 12, line.starts(with: "HTTP/1.".utf8), line[7] == UInt8(ascii: "1") || line[7] == UInt8(ascii: "0"),
            line[8] == ASCII.space, line[9...11].allSatisfy(ASCII.isDigit), line.count == 12 || line[12] == ASCII.space,
            line.dropFirst(12).allSatisfy(ASCII.isFieldText)
        else { throw .malformedResponse }
        isVersion10 = line[7] == UInt8(ascii: "0")
        status = line[9...11].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        // 101 would hand the connection to another protocol, which we never ask for.
        guard (100...599).contains(status), status != 101 else { throw .malformedResponse }
        place = .fields
    }

    private mutating func readField() throws(HTTPClientError) {
        if line.isEmpty { return try finishHead() }
        guard entries.count < limits.fieldCount else { throw .responseTooLarge }
        let entry = try HTTPResponseFieldLine.parse(line)
        let start = UInt32(head.count)
        head.append(contentsOf: line)
        // Only so that the limit counts what was sent.
        head.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        entries.append(
            HTTPFields.Entry(
                nameStart: start + entry.nameStart, nameEnd: start + entry.nameEnd, valueStart: start + entry.valueStart,
                valueEnd: start + entry.valueEnd))
    }

    private mutating func finishHead() throws(HTTPClientError) {
        if status < 200 {
            interimAnswers += 1
            guard interimAnswers <= limits.interimAnswers else { throw .malformedResponse }
            head.removeAll(keepingCapacity: true)
            entries.removeAll(keepingCapacity: true)
            place = .statusLine
            return
        }
        let framing = try HTTPResponseFraming(
            status: status, fields: HTTPFields(received: head, entries: entries), isHead: isHead, isVersion10: isVersion10)
        hasHead = true
        keepsConnection = framing.keepsConnection
        switch framing.length {
        case .none, .bytes(0): place = .done
        case .bytes(let count):
            guard count <= most else { throw .responseTooLarge }
            place = .content(left: count)
        case .chunked: place = .chunkSize
        case .untilEnd: place = .content(left: nil)
        }
        if !isDone, case .first(0) = content { cut() }
    }

    private mutating func readChunkSize() throws(HTTPClientError) {
        // Extensions after a semicolon mean nothing to us (RFC 9112, section 7.1.1).
        let digits = line.prefix { $0 != UInt8(ascii: ";") }
        guard (1...15).contains(digits.count), line.allSatisfy(ASCII.isFieldText) else { throw .malformedResponse }
        var size = 0
        for digit in digits {
            guard let value = ASCII.hexadecimal(digit) else { throw .malformedResponse }
            size = size << 4 | Int(value)
        }
        guard size <= most - count else { throw .responseTooLarge }
        place = size == 0 ? .trailers : .chunk(left: size)
    }

    private mutating func readTrailer() throws(HTTPClientError) {
        if line.isEmpty {
            place = .done
            return
        }
        trailerCount += 1
        trailerBytes += line.count + 2
        guard trailerCount <= limits.fieldCount else { throw .responseTooLarge }
        _ = try HTTPResponseFieldLine.parse(line)
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) throws(HTTPClientError) {
        switch content {
        case .whole, .pieces:
            guard bytes.count <= most - count else { throw .responseTooLarge }
            count += bytes.count
            body.append(contentsOf: bytes)
        case .first(let limit):
            let wanted = limit - body.count
            body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<min(wanted, bytes.count)]))
            // More may come than is wanted, unless the content is known to end here.
            if bytes.count > wanted || bytes.count == wanted && !endsExactly(after: bytes.count) { cut() }
        }
    }

    /// How much content there may be; beyond it the answer is an error.
    private var most: Int {
        switch content {
        case .whole(let limit), .pieces(let limit): limit
        case .first: .max
        }
    }

    /// Takes the content that has come since the last time away.
    mutating func takeContent() -> [UInt8] {
        defer { body = [] }
        return body
    }

    private func endsExactly(after count: Int) -> Bool {
        if case .content(left: count) = place { true } else { false }
    }

    private mutating func cut() {
        isCut = true
        keepsConnection = false
        place = .done
    }
}
