import CLibpq
import Core

/// Outside pipeline mode: for migrations and administration, where a round trip more does not matter.
extension Wire {
    /// Runs one statement.
    func ask(_ sql: SQL, within limit: Duration) throws(DatabaseError) {
        _ = try answer(to: sql, within: limit)
    }

    /// Runs one statement and reads its rows.
    func rows<Value>(_ sql: SQL, within limit: Duration, _ read: (inout RowReader) throws -> Value) throws -> [Value] {
        let result = try answer(to: sql, within: limit)
        var values: [Value] = []
        for row in 0..<result.rows {
            var reader = RowReader(result: result.pointer, row: row)
            values.append(try read(&reader))
        }
        return values
    }

    private func answer(to sql: SQL, within limit: Duration) throws(DatabaseError) -> QueryResult {
        let sent = withPointers(of: sql.binds) { values, formats in
            PQsendQueryParams(handle, sql.text, Int32(sql.binds.count), sql.binds.types, values, sql.binds.lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        return try onlyAnswer(until: SystemClock().monotonic + limit)
    }

    /// The bells heard since the last call, with the process id of the server's side of whoever rang. Reads what has arrived, without waiting.
    func heard() throws(DatabaseError) -> [(topic: Topic, backend: Int32)] {
        guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { throw lost() }
        var heard: [(topic: Topic, backend: Int32)] = []
        while let notification = PQnotifies(handle) {
            defer { PQfreemem(notification) }
            heard.append((Topic(heard: String(cString: notification.pointee.extra)), notification.pointee.be_pid))
        }
        return heard
    }

    /// The socket, for waiting.
    var socket: Int32 { PQsocket(handle) }
}
