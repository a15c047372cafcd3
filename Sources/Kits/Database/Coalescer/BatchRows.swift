import CLibpq

/// What PostgreSQL answered to one statement of a batch. Lives only while the outcomes are made.
package struct BatchRows: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    /// How many rows the statement returned.
    package var count: Int { Int(PQntuples(result)) }

    /// Reads the rows in PostgreSQL's order, which is not the items' order unless the statement says so (return the place, `WITH ORDINALITY`).
    package func forEach(_ read: (inout RowReader) throws -> Void) rethrows {
        for row in 0..<PQntuples(result) {
            var reader = RowReader(result: result, row: row)
            try read(&reader)
        }
    }

    /// One value for each row, in PostgreSQL's order.
    package func map<Value>(_ read: (inout RowReader) throws -> Value) rethrows -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        try forEach { values.append(try read(&$0)) }
        return values
    }
}
