/// The values of a statement in PostgreSQL's binary format, one after the other in one buffer.
package struct Binds: Sendable {
    /// The type of each, by object id.
    package private(set) var types: [UInt32] = []
    /// How many bytes each takes, negative for NULL.
    package private(set) var lengths: [Int32] = []
    /// The bytes of all.
    package private(set) var bytes: [UInt8] = []

    /// Starts empty.
    package init() {}

    /// How many there are.
    package var count: Int { types.count }

    /// Appends a value, or NULL.
    package mutating func append<Value: SQLValue>(_ value: Value?) {
        types.append(Value.postgresType.oid)
        guard let value else { return lengths.append(-1) }
        let start = bytes.count
        value.write(binaryTo: &bytes)
        lengths.append(Int32(clamping: bytes.count - start))
    }

    /// Appends an array in PostgreSQL's binary format: dimensions, whether it has NULLs, element type, size, lower bound, elements.
    package mutating func append<Value: SQLValue>(array values: [Value?]) {
        start(arrayOf: Value.postgresType, count: values.count, hasNulls: values.contains { $0 == nil }) { bytes in
            for value in values {
                guard let value else {
                    bytes.append(bigEndian: Int32(-1))
                    continue
                }
                Self.append(element: value, to: &bytes)
            }
        }
    }

    /// Appends an array without NULLs.
    package mutating func append<Value: SQLValue>(array values: [Value]) {
        start(arrayOf: Value.postgresType, count: values.count, hasNulls: false) { bytes in
            for value in values { Self.append(element: value, to: &bytes) }
        }
    }

    mutating func append(contentsOf other: Binds) {
        types += other.types
        lengths += other.lengths
        bytes += other.bytes
    }

    private mutating func start(arrayOf type: PostgresType, count: Int, hasNulls: Bool, _ elements: (inout [UInt8]) -> Void) {
        types.append(type.arrayOID)
        let start = bytes.count
        bytes.append(bigEndian: Int32(count == 0 ? 0 : 1))
        bytes.append(bigEndian: Int32(hasNulls ? 1 : 0))
        bytes.append(bigEndian: type.oid)
        if count > 0 {
            bytes.append(bigEndian: Int32(clamping: count))
            bytes.append(bigEndian: Int32(1))
            elements(&bytes)
        }
        lengths.append(Int32(clamping: bytes.count - start))
    }

    private static func append<Value: SQLValue>(element value: Value, to bytes: inout [UInt8]) {
        let position = bytes.count
        bytes.append(bigEndian: Int32(0))
        value.write(binaryTo: &bytes)
        let length = UInt32(truncatingIfNeeded: bytes.count - position - 4)
        for index in 0..<4 {
            bytes[position + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
        }
    }
}
