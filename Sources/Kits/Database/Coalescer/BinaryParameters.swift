import Core

/// The parameters of one statement in PostgreSQL's binary formats, one after the other in one buffer that is kept from batch to batch.
///
/// Hand columns over as lazy sequences (`items.lazy.map(\.id)`): then a batch costs no allocation per item. What PostgreSQL cannot hold (a NUL
/// in a text) is passed on as it is, and PostgreSQL refuses it.
package struct BinaryParameters {
    /// Where one parameter lies in the buffer; a negative length is NULL.
    struct Extent {
        let offset: Int
        let length: Int32
    }

    /// Begins with a byte that is never sent: an empty value still needs an address, because libpq takes its absence for NULL.
    private(set) var bytes: [UInt8] = [0]
    private(set) var extents: [Extent] = []

    /// No parameters yet.
    package init() {}

    /// How many parameters there are.
    package var count: Int { extents.count }

    /// Forgets all parameters and keeps the memory.
    mutating func removeAll() {
        bytes.removeLast(bytes.count - 1)
        extents.removeAll(keepingCapacity: true)
    }

    /// Appends one value, or NULL.
    package mutating func append<Value: SQLValue>(_ value: Value?) {
        guard let value else {
            extents.append(Extent(offset: bytes.count, length: -1))
            return
        }
        appendParameter { value.write(binaryTo: &$0) }
    }

    /// Appends an id as the text it is read as in settings.
    mutating func append<Kind>(textOf id: ID<Kind>) {
        appendParameter { id.append(to: &$0) }
    }

    /// Appends an array.
    package mutating func append<Value: SQLValue>(array values: some Sequence<Value>) {
        append(arrayOf: Value.postgresType, values) { $0.write(binaryTo: &$1) }
    }

    /// Appends an array in which values may be NULL.
    package mutating func append<Value: SQLValue>(array values: some Sequence<Value?>) {
        appendParameter { bytes in
            let start = bytes.beginArray(of: Value.postgresType)
            var count = 0
            var hasNulls = false
            for value in values {
                count += 1
                if let value {
                    bytes.appendElement { value.write(binaryTo: &$0) }
                } else {
                    bytes.append(bigEndian: Int32(-1))
                    hasNulls = true
                }
            }
            bytes.endArray(from: start, count: count, hasNulls: hasNulls)
        }
    }

    /// Appends an array whose elements `write` puts into the buffer.
    mutating func append<Element>(
        arrayOf type: PostgresType, _ elements: some Sequence<Element>, _ write: (Element, inout [UInt8]) -> Void
    ) {
        appendParameter { bytes in
            let start = bytes.beginArray(of: type)
            var count = 0
            for element in elements {
                count += 1
                bytes.appendElement { write(element, &$0) }
            }
            bytes.endArray(from: start, count: count, hasNulls: false)
        }
    }

    private mutating func appendParameter(_ write: (inout [UInt8]) -> Void) {
        let offset = bytes.count
        write(&bytes)
        extents.append(Extent(offset: offset, length: Int32(clamping: bytes.count - offset)))
    }
}

/// PostgreSQL's `array_recv`: number of dimensions, whether there are NULLs, type; length and lower bound of the dimension; length and bytes of
/// each element. How many elements come is known only at the end, hence the header is written first and corrected then.
extension [UInt8] {
    fileprivate mutating func beginArray(of type: PostgresType) -> Int {
        let start = count
        append(bigEndian: Int32(1))
        append(bigEndian: Int32(0))
        append(bigEndian: type.oid)
        append(bigEndian: Int32(0))
        append(bigEndian: Int32(1))
        return start
    }

    fileprivate mutating func appendElement(_ write: (inout [UInt8]) -> Void) {
        let header = count
        append(bigEndian: Int32(0))
        write(&self)
        replace(at: header, with: Int32(clamping: count - header - 4))
    }

    fileprivate mutating func endArray(from start: Int, count: Int, hasNulls: Bool) {
        guard count > 0 else {
            // An empty array has no dimension, so neither a length nor a lower bound.
            replace(at: start, with: 0)
            removeLast(8)
            return
        }
        replace(at: start + 4, with: hasNulls ? 1 : 0)
        replace(at: start + 12, with: Int32(clamping: count))
    }

    private mutating func replace(at offset: Int, with number: Int32) {
        let bits = UInt32(bitPattern: number)
        for index in 0..<4 {
            self[offset + index] = UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * index))
        }
    }
}
