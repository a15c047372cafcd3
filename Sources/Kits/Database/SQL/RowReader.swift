import CLibpq

/// Reads the columns of one row from left to right. Lives only while the closure that was handed it runs.
package struct RowReader: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32
    private let columns: Int32
    private var column: Int32 = 0

    init(result: OpaquePointer, row: Int32) {
        self.result = result
        self.row = row
        columns = PQnfields(result)
    }

    /// The next column; throws `.unreadable` when there is none, when it is NULL, or when it is of another type.
    package mutating func next<Value: SQLValue>(_ type: Value.Type = Value.self) throws(DatabaseError) -> Value {
        guard let value = try read(Value.init(binary:oid:)) else { throw unreadable("NULL", Value.self) }
        return value
    }

    /// The next column, nil for NULL; throws `.unreadable` when there is none or when it is of another type.
    package mutating func next<Value: SQLValue>(_ type: Value?.Type = Value?.self) throws(DatabaseError) -> Value? {
        try read(Value.init(binary:oid:))
    }

    /// The next column as the raw value of an enumeration; throws `.unreadable` for a value the program does not know.
    package mutating func next<Value: RawRepresentable>(_ type: Value.Type = Value.self) throws(DatabaseError) -> Value
    where Value.RawValue: SQLValue {
        guard let value = Value(rawValue: try next(Value.RawValue.self)) else { throw unreadable("a value that is not known", Value.self) }
        return value
    }

    /// The next column as the raw value of an enumeration, nil for NULL.
    package mutating func next<Value: RawRepresentable>(_ type: Value?.Type = Value?.self) throws(DatabaseError) -> Value?
    where Value.RawValue: SQLValue {
        guard let raw = try next(Value.RawValue?.self) else { return nil }
        guard let value = Value(rawValue: raw) else { throw unreadable("a value that is not known", Value.self) }
        return value
    }

    /// The next column, an array of one dimension without NULLs.
    package mutating func next<Value: SQLValue>(_ type: [Value].Type = [Value].self) throws(DatabaseError) -> [Value] {
        guard let values = try read({ bytes, oid in BinaryArray.read(Value.self, from: bytes, oid: oid) }) else {
            throw unreadable("NULL", [Value].self)
        }
        return values
    }

    private mutating func read<Value>(_ decode: (UnsafeRawBufferPointer, UInt32) -> Value?) throws(DatabaseError) -> Value? {
        guard column < columns else { throw unreadable("no column", Value.self) }
        defer { column += 1 }
        if PQgetisnull(result, row, column) == 1 { return nil }
        let oid = PQftype(result, column)
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        guard let value = decode(bytes, oid) else { throw unreadable("type \(oid)", Value.self) }
        return value
    }

    private func unreadable<Value>(_ found: String, _ type: Value.Type) -> DatabaseError {
        DatabaseError(.unreadable, detail: "\(found) where \(type) was expected, at column \(column)")
    }
}
