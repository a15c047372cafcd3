import Core

/// One event of a `text/event-stream` (WHATWG HTML, section 9.2).
package struct ServerSentEvent: Sendable {
    /// What kind it is; nil for the default kind, `message`.
    package var name: String?
    /// Where a client that reconnects goes on, in `Last-Event-ID`.
    package var id: String?
    /// What it says; lines are sent one by one and put together again by the client.
    package var data: [UInt8]

    /// An event with text, UTF-8.
    package init(name: String? = nil, id: String? = nil, data: [UInt8]) {
        self.name = name
        self.id = id
        self.data = data
    }

    /// An event with a value as JSON.
    package init<Value>(name: String? = nil, id: String? = nil, _ shape: Shape<Value>, _ value: Value) {
        self.init(name: name, id: id, data: shape.bytes(value))
    }

    /// Appends the event as it goes over the wire. A line end inside `name` or `id` is dropped, so that neither can forge a line.
    package func append(to bytes: inout [UInt8]) {
        if let name { Self.append("event: ", name.utf8, to: &bytes) }
        if let id { Self.append("id: ", id.utf8, to: &bytes) }
        var rest = data[...]
        repeat {
            let end = rest.firstIndex { $0 == 10 || $0 == 13 } ?? rest.endIndex
            bytes.append(literal: "data: ")
            bytes.append(contentsOf: rest[..<end])
            bytes.append(10)
            guard end < rest.endIndex else { break }
            let isPair = rest[end] == 13 && end + 1 < rest.endIndex && rest[end + 1] == 10
            rest = rest[(end + (isPair ? 2 : 1))...]
        } while true
        bytes.append(10)
    }

    private static func append(_ head: StaticString, _ text: String.UTF8View, to bytes: inout [UInt8]) {
        bytes.append(literal: head)
        bytes.append(contentsOf: text.lazy.filter { $0 != 10 && $0 != 13 && $0 != 0 })
        bytes.append(10)
    }
}
