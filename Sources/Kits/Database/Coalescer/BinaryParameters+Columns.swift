package import Core

/// The columns that coalesced writes are made of, by name.
extension BinaryParameters {
    /// Appends one `uuid[]`.
    package mutating func appendUUIDs<Kind>(_ ids: some Sequence<ID<Kind>>) { append(array: ids) }
    /// Appends one `uuid[]` that may hold NULL.
    package mutating func appendUUIDs<Kind>(_ ids: some Sequence<ID<Kind>?>) { append(array: ids) }
    /// Appends one `text[]`.
    package mutating func appendTexts(_ texts: some Sequence<String>) { append(array: texts) }
    /// Appends one `text[]` that may hold NULL.
    package mutating func appendTexts(_ texts: some Sequence<String?>) { append(array: texts) }
    /// Appends one `int4[]`.
    package mutating func appendInt32s(_ numbers: some Sequence<Int32>) { append(array: numbers) }
    /// Appends one `int4[]` that may hold NULL.
    package mutating func appendInt32s(_ numbers: some Sequence<Int32?>) { append(array: numbers) }
    /// Appends one `int8[]`.
    package mutating func appendInt64s(_ numbers: some Sequence<Int64>) { append(array: numbers) }
    /// Appends one `int8[]` that may hold NULL.
    package mutating func appendInt64s(_ numbers: some Sequence<Int64?>) { append(array: numbers) }
    /// Appends one `bool[]`.
    package mutating func appendBools(_ truths: some Sequence<Bool>) { append(array: truths) }
    /// Appends one `timestamptz[]`.
    package mutating func appendInstants(_ instants: some Sequence<Instant>) { append(array: instants) }
    /// Appends one `timestamptz[]` that may hold NULL.
    package mutating func appendInstants(_ instants: some Sequence<Instant?>) { append(array: instants) }
    /// Appends one `date[]`.
    package mutating func appendDays(_ days: some Sequence<CivilDay>) { append(array: days) }
    /// Appends one `bytea[]`.
    package mutating func appendByteas(_ values: some Sequence<[UInt8]>) { append(array: values) }
    /// Appends one `bytea[]` that may hold NULL.
    package mutating func appendByteas(_ values: some Sequence<[UInt8]?>) { append(array: values) }
    /// Appends one `jsonb[]`.
    package mutating func appendJSONB(_ values: some Sequence<JSON>) { append(array: values) }
    /// Appends one `jsonb[]` that may hold NULL, which is not JSON's own null.
    package mutating func appendJSONB(_ values: some Sequence<JSON?>) { append(array: values) }

    /// Appends one `jsonb[]` from JSON texts in UTF-8, taken as they are.
    package mutating func appendJSONB(texts: some Sequence<[UInt8]>) {
        append(arrayOf: .jsonb, texts) { text, bytes in
            bytes.append(Self.jsonbVersion)
            bytes.append(contentsOf: text)
        }
    }

    /// What stands before the text in binary `jsonb`.
    private static let jsonbVersion: UInt8 = 1
}
