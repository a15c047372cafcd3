import Core

/// What a request was answered, as it is kept: the status beside, header fields and content in one piece, as HTTP writes them.
package struct StoredAnswer: Hashable, Sendable {
    /// How large one may be that is kept, in bytes of content.
    package static let limit = 4 << 20

    /// The status, 200 to 299.
    package let status: Int
    /// Names and values of the header fields, in order.
    package let fields: [Field]
    /// The content; nil for one that is written as it is made, which cannot be kept.
    package let content: [UInt8]?

    /// A header field.
    package struct Field: Hashable, Sendable {
        /// As it was written.
        package let name: String
        /// Without white space around it.
        package let value: String

        /// Pairs the two.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Puts an answer together.
    package init(status: Int, fields: [Field], content: [UInt8]?) {
        self.status = status
        self.fields = fields
        self.content = content
    }

    /// Fields, an empty line, content; nil for what cannot be kept.
    var bytes: [UInt8]? {
        guard let content, content.count <= Self.limit else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + fields.count * 64)
        for field in fields {
            bytes.append(contentsOf: field.name.utf8)
            bytes.append(contentsOf: Self.colon)
            bytes.append(contentsOf: field.value.utf8)
            bytes.append(contentsOf: Self.lineEnd)
        }
        bytes.append(contentsOf: Self.lineEnd)
        bytes.append(contentsOf: content)
        return bytes
    }

    /// Reads what `bytes` wrote; nil for anything else.
    init?(status: Int, bytes: [UInt8]) {
        var fields: [Field] = []
        var rest = bytes[...]
        while true {
            guard let end = rest.firstRange(of: Self.lineEnd) else { return nil }
            let line = rest[..<end.lowerBound]
            rest = rest[end.upperBound...]
            if line.isEmpty { break }
            guard let colon = line.firstRange(of: Self.colon) else { return nil }
            fields.append(
                Field(String(decoding: line[..<colon.lowerBound], as: UTF8.self), String(decoding: line[colon.upperBound...], as: UTF8.self)))
        }
        self.init(status: status, fields: fields, content: Array(rest))
    }

    private static let colon = Array(": ".utf8)
    private static let lineEnd = Array("\r\n".utf8)
}
