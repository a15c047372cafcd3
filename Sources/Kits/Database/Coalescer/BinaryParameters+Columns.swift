package import Core

/// The columns that coalesced writes are made of, by name.
extension BinaryParameters {
    /// Appends one `uuid[]`.
    package mutating func appendUUIDs<Kind>(_ ids: [ID<Kind>]) {
        appendArray(of: .uuid, count: ids.count, hasNulls: false) { bytes in
            for id in ids {
                bytes.append(bigEndian: Int32(16))
                id.appendRaw(to: &bytes)
            }
        }
    }

    /// Appends one `uuid[]` that may hold NULL.
    package mutating func appendUUIDs<Kind>(_ ids: [ID<Kind>?]) { append(array: ids) }

    /// Appends one `text[]`.
    package mutating func appendTexts(_ texts: [String]) {
        appendArray(of: .text, count: texts.count, hasNulls: false) { bytes in
            for text in texts {
                let utf8 = text.utf8
                bytes.append(bigEndian: Int32(clamping: utf8.count))
                bytes.append(contentsOf: utf8)
            }
        }
    }

    /// Appends one `text[]` that may hold NULL.
    package mutating func appendTexts(_ texts: [String?]) { append(array: texts) }
    /// Appends one `int4[]`.
    package mutating func appendInt32s(_ numbers: [Int32]) { append(array: numbers) }
    /// Appends one `int4[]` that may hold NULL.
    package mutating func appendInt32s(_ numbers: [Int32?]) { append(array: numbers) }
    /// Appends one `int8[]`.
    package mutating func appendInt64s(_ numbers: [Int64]) { append(array: numbers) }
    /// Appends one `int8[]` that may hold NULL.
    package mutating func appendInt64s(_ numbers: [Int64?]) { append(array: numbers) }
    /// Appends one `bool[]`.
    package mutating func appendBools(_ truths: [Bool]) { append(array: truths) }
    /// Appends one `timestamptz[]`.
    package mutating func appendInstants(_ instants: [Instant]) { append(array: instants) }
    /// Appends one `timestamptz[]` that may hold NULL.
    package mutating func appendInstants(_ instants: [Instant?]) { append(array: instants) }
    /// Appends one `date[]`.
    package mutating func appendDays(_ days: [CivilDay]) { append(array: days) }
    /// Appends one `bytea[]`.
    package mutating func appendByteas(_ values: [[UInt8]]) { append(array: values) }
    /// Appends one `bytea[]` that may hold NULL.
    package mutating func appendByteas(_ values: [[UInt8]?]) { append(array: values) }
    /// Appends one `jsonb[]`.
    package mutating func appendJSONB(_ values: [JSON]) { append(array: values) }
    /// Appends one `jsonb[]` that may hold NULL, which is not JSON's own null.
    package mutating func appendJSONB(_ values: [JSON?]) { append(array: values) }

    /// Appends one `jsonb[]` from JSON texts in UTF-8, taken as they are.
    package mutating func appendJSONB(texts: [[UInt8]]) {
        appendArray(of: .jsonb, count: texts.count, hasNulls: false) { bytes in
            for text in texts {
                bytes.append(bigEndian: Int32(clamping: text.count + 1))
                bytes.append(Self.jsonbVersion)
                bytes.append(contentsOf: text)
            }
        }
    }

    /// What stands before the text in binary `jsonb`.
    private static let jsonbVersion: UInt8 = 1
}
