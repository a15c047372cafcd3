package import Core

/// A value that can be bound to a statement and read from a column, in PostgreSQL's binary format.
package protocol SQLValue: Sendable {
    /// The type it is bound as.
    static var postgresType: PostgresType { get }
    /// Appends the binary format.
    func write(binaryTo bytes: inout [UInt8])
    /// Reads the binary format of the column type `oid`; nil if that type or those bytes are not such a value. Never traps.
    init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32)
}

extension ID: SQLValue {
    package static var postgresType: PostgresType { .uuid }
    package func write(binaryTo bytes: inout [UInt8]) { appendRaw(to: &bytes) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard oid == PostgresType.uuid.oid, bytes.count == 16, let high = bytes.bigEndian(UInt64.self, at: 0),
            let low = bytes.bigEndian(UInt64.self, at: 8)
        else { return nil }
        self.init(high: high, low: low)
    }
}

extension String: SQLValue {
    package static var postgresType: PostgresType { .text }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        switch oid {
        case PostgresType.text.oid, PostgresType.varchar, PostgresType.bpchar, PostgresType.name: self.init(decoding: bytes, as: UTF8.self)
        default: return nil
        }
    }
}

extension Bool: SQLValue {
    package static var postgresType: PostgresType { .bool }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard oid == PostgresType.bool.oid, bytes.count == 1 else { return nil }
        self = bytes[0] != 0
    }
}

extension Int: SQLValue {
    package static var postgresType: PostgresType { .int8 }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard let number = Int64(binary: bytes, oid: oid) else { return nil }
        self.init(exactly: number)
    }
}

extension Int64: SQLValue {
    package static var postgresType: PostgresType { .int8 }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        switch oid {
        case PostgresType.int8.oid:
            guard bytes.count == 8, let number = bytes.bigEndian(Int64.self, at: 0) else { return nil }
            self = number
        case PostgresType.int4.oid:
            guard bytes.count == 4, let number = bytes.bigEndian(Int32.self, at: 0) else { return nil }
            self.init(number)
        case PostgresType.int2.oid:
            guard bytes.count == 2, let number = bytes.bigEndian(Int16.self, at: 0) else { return nil }
            self.init(number)
        default: return nil
        }
    }
}

extension Int32: SQLValue {
    package static var postgresType: PostgresType { .int4 }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard let number = Int64(binary: bytes, oid: oid) else { return nil }
        self.init(exactly: number)
    }
}

extension Int16: SQLValue {
    package static var postgresType: PostgresType { .int2 }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        guard let number = Int64(binary: bytes, oid: oid) else { return nil }
        self.init(exactly: number)
    }
}

extension Double: SQLValue {
    package static var postgresType: PostgresType { .float8 }
    package func write(binaryTo bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }
    package init?(binary bytes: UnsafeRawBufferPointer, oid: UInt32) {
        switch oid {
        case PostgresType.float8.oid:
            guard bytes.count == 8, let pattern = bytes.bigEndian(UInt64.self, at: 0) else { return nil }
            self.init(bitPattern: pattern)
        case PostgresType.float4:
            guard bytes.count == 4, let pattern = bytes.bigEndian(UInt32.self, at: 0) else { return nil }
            self.init(Float(bitPattern: pattern))
        default: return nil
        }
    }
}
