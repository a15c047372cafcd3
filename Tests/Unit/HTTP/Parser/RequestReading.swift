@testable import HTTP

/// Reads requests with the parsers alone, from bytes that arrive in parts.
enum RequestReading {
    enum Event: Equatable {
        case request(method: String, path: String, content: [UInt8])
        case refusal(HTTPRefusal.Reason)
    }

    /// What is read when the bytes come in parts that end at `cuts`.
    static func events(_ bytes: [UInt8], cuts: [Int], limits: HTTPLimits = HTTPLimits()) -> [Event] {
        var reader = Reader(limits: limits)
        var start = 0
        for cut in cuts + [bytes.count] where cut >= start {
            reader.take(Array(bytes[start..<cut]))
            start = cut
        }
        return reader.events
    }

    private struct Reader {
        let limits: HTTPLimits
        var events: [Event] = []
        var waiting: [UInt8] = []
        var parser = HTTPHeadParser()
        var decoder = HTTPChunkDecoder()
        var head: HTTPRequestHead?
        var path = ""
        var content: [UInt8] = []
        var isRefused = false

        init(limits: HTTPLimits) { self.limits = limits }

        mutating func take(_ bytes: [UInt8]) {
            waiting += bytes
            do throws(HTTPRefusal.Reason) {
                while !isRefused, try step() {}
            } catch {
                events.append(.refusal(error))
                isRefused = true
            }
        }

        private mutating func step() throws(HTTPRefusal.Reason) -> Bool {
            guard let head else {
                let bytes = waiting
                guard !bytes.isEmpty, let head = try parser.parse(bytes.span, limits: limits) else { return false }
                self.head = head
                path = String(decoding: waiting[head.target.pathStart..<head.target.pathEnd], as: UTF8.self)
                waiting.removeFirst(head.end)
                parser = HTTPHeadParser()
                return true
            }
            switch head.framing {
            case .none: return finish(head)
            case .length(let length):
                let part = waiting.prefix(length - content.count)
                content += part
                waiting.removeFirst(part.count)
                return content.count == length && finish(head)
            case .chunked:
                var position = 0
                let bytes = waiting
                let step = try decoder.next(bytes.span, at: &position, limits: limits)
                if case .data(let range) = step { content += waiting[range] }
                waiting.removeFirst(position)
                if case .end = step { return finish(head) }
                if case .starved = step { return false }
                return true
            }
        }

        private mutating func finish(_ head: HTTPRequestHead) -> Bool {
            events.append(.request(method: head.method.name, path: path, content: content))
            (self.head, content, decoder) = (nil, [], HTTPChunkDecoder())
            return true
        }
    }
}
