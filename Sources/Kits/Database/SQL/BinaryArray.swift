/// PostgreSQL's binary arrays, read.
enum BinaryArray {
    /// The elements of an array of at most one dimension; nil if it is not that, or holds a NULL or another type.
    static func read<Value: SQLValue>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer, oid: UInt32) -> [Value]? {
        guard let dimensions = bytes.bigEndian(Int32.self, at: 0), let elementOID = bytes.bigEndian(UInt32.self, at: 8) else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = bytes.bigEndian(Int32.self, at: 12), count >= 0 else { return nil }
        var values: [Value] = []
        var position = 20
        for _ in 0..<count {
            guard let length = bytes.bigEndian(Int32.self, at: position), length >= 0 else { return nil }
            let start = position + 4
            let end = start + Int(length)
            guard end <= bytes.count else { return nil }
            guard let value = Value(binary: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), oid: elementOID) else { return nil }
            values.append(value)
            position = end
        }
        return values
    }
}
