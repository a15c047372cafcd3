/// The header fields of a message (RFC 9110, section 5): the bytes as they stand on the wire, and where names and values are in them.
///
/// A name is compared without case and never decoded or rewritten: `X_A` is not `X-A`. No `String` exists before somebody asks for one.
package struct HTTPFields: Sendable, ExpressibleByDictionaryLiteral {
    struct Entry: Sendable {
        let nameStart: UInt32
        let nameEnd: UInt32
        let valueStart: UInt32
        let valueEnd: UInt32
    }

    /// For a received message the whole head; for one of ours the lines `name: value CRLF`, ready to be sent.
    private(set) var bytes: [UInt8]
    private(set) var entries: [Entry]

    /// No fields.
    package init() {
        bytes = []
        entries = []
    }

    /// Fields from pairs, in order; a name may come twice.
    package init(dictionaryLiteral pairs: (String, String)...) {
        self.init()
        for (name, value) in pairs {
            add(name, value)
        }
    }

    init(received bytes: [UInt8], entries: [Entry]) {
        self.bytes = bytes
        self.entries = entries
    }

    /// How many field lines there are.
    package var count: Int { entries.count }

    /// The value of the first field of that name, without white space around it.
    package subscript(name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of the first field of that name as bytes, without an allocation.
    package func bytes(of name: String) -> ArraySlice<UInt8>? {
        for entry in entries where matches(entry, name) {
            return bytes[Int(entry.valueStart)..<Int(entry.valueEnd)]
        }
        return nil
    }

    /// The values of all fields of that name, in order, one per line; a line's commas are not taken apart.
    package func all(_ name: String) -> [String] {
        entries.compactMap { entry in
            guard matches(entry, name) else { return nil }
            return String(decoding: bytes[Int(entry.valueStart)..<Int(entry.valueEnd)], as: UTF8.self)
        }
    }

    /// Whether there is a field of that name.
    package func contains(_ name: String) -> Bool { entries.contains { matches($0, name) } }

    /// All fields in order, for logs of tests and for passing on.
    package var pairs: [(name: String, value: String)] {
        entries.map { entry in
            (
                String(decoding: bytes[Int(entry.nameStart)..<Int(entry.nameEnd)], as: UTF8.self),
                String(decoding: bytes[Int(entry.valueStart)..<Int(entry.valueEnd)], as: UTF8.self)
            )
        }
    }

    /// Adds a field after the others. `name` must be a token; in `value` control characters become spaces, so that no input can end the line.
    package mutating func add(_ name: String, _ value: String) {
        add(name) { $0.append(contentsOf: value.utf8) }
    }

    /// Adds a field whose value `write` appends to the bytes it is handed, and touches nothing else of: no `String` has to be made for it.
    package mutating func add(_ name: String, _ write: (inout [UInt8]) -> Void) {
        let nameStart = UInt32(bytes.count)
        bytes.append(contentsOf: name.utf8)
        let nameEnd = UInt32(bytes.count)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        let valueStart = bytes.count
        write(&bytes)
        for index in valueStart..<bytes.count where bytes[index] < 0x20 || bytes[index] == 0x7F {
            bytes[index] = UInt8(ascii: " ")
        }
        let valueEnd = UInt32(bytes.count)
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        entries.append(Entry(nameStart: nameStart, nameEnd: nameEnd, valueStart: UInt32(valueStart), valueEnd: valueEnd))
    }

    /// Replaces all fields of that name by one.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    /// Takes all fields of that name out.
    package mutating func remove(_ name: String) {
        guard contains(name) else { return }
        var rest = HTTPFields()
        for entry in entries where !matches(entry, name) {
            rest.add(
                String(decoding: bytes[Int(entry.nameStart)..<Int(entry.nameEnd)], as: UTF8.self),
                String(decoding: bytes[Int(entry.valueStart)..<Int(entry.valueEnd)], as: UTF8.self))
        }
        self = rest
    }

    private func matches(_ entry: Entry, _ name: String) -> Bool {
        var name = name
        let start = Int(entry.nameStart)
        let count = Int(entry.nameEnd) - start
        guard name.utf8.count == count else { return false }
        return name.withUTF8 { wanted in
            for index in 0..<count where !ASCII.equal(bytes[start + index], wanted[index]) {
                return false
            }
            return true
        }
    }
}
