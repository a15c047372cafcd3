import Core

/// The parameters of one statement in PostgreSQL's binary formats, one after the other in one buffer that is kept from batch to batch.
///
/// Columns are plain arrays, made by `map` in the module that knows the items: a sequence of any kind would be walked through witness tables here,
/// at ten times the cost. What PostgreSQL cannot hold (a NUL in a text) is passed on as it is, and PostgreSQL refuses it.
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
    package mutating func append<Value: SQLValue>(array values: [Value]) {
        appendArray(of: Value.postgresType, count: values.count, hasNulls: false) { bytes in
            for value in values { bytes.appendElement { value.write(binaryTo: &$0) } }
        }
    }

    /// Appends an array in which values may be NULL.
    package mutating func append<Value: SQLValue>(array values: [Value?]) {
        appendArray(of: Value.postgresType, count: values.count, hasNulls: values.contains { $0 == nil }) { bytes in
            for value in values {
                if let value { bytes.appendElement { value.write(binaryTo: &$0) } } else { bytes.append(bigEndian: Int32(-1)) }
            }
        }
    }

    /// Appends an array (PostgreSQL's `array_recv`): number of dimensions, whether there are NULLs, type; length and lower bound of the dimension;
    /// then what `write` appends: length and bytes of each element.
    mutating func appendArray(of type: PostgresType, count: Int, hasNulls: Bool, _ write: (inout [UInt8]) -> Void) {
        appendParameter { bytes in
            // An empty array has no dimension, so neither a length nor a lower bound.
            bytes.append(bigEndian: Int32(count == 0 ? 0 : 1))
            bytes.append(bigEndian: Int32(hasNulls ? 1 : 0))
            bytes.append(bigEndian: type.oid)
            guard count > 0 else { return }
            bytes.append(bigEndian: Int32(clamping: count))
            bytes.append(bigEndian: Int32(1))
            write(&bytes)
        }
    }

    private mutating func appendParameter(_ write: (inout [UInt8]) -> Void) {
        let offset = bytes.count
        write(&bytes)
        extents.append(Extent(offset: offset, length: Int32(clamping: bytes.count - offset)))
    }
}

extension [UInt8] {
    /// Appends what `write` appends, and its length before it.
    mutating func appendElement(_ write: (inout [UInt8]) -> Void) {
        let header = count
        append(bigEndian: Int32(0))
        write(&self)
        let length = UInt32(bitPattern: Int32(clamping: count - header - 4))
        for index in 0..<4 {
            self[header + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
        }
    }
}
