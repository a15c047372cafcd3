import CLibpq
import Glibc

/// PostgreSQL's answer to one statement; freed with its owner.
struct QueryResult: ~Copyable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }
    /// How many rows it holds.
    var rows: Int32 { PQntuples(pointer) }
    /// How many rows a statement changed, or returned where it changes none.
    var affected: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }
    /// What was done, as PostgreSQL names it: `COMMIT`, `INSERT 0 1`.
    var command: String { String(cString: PQcmdStatus(pointer)) }

    /// What PostgreSQL refused, nil if it did not.
    var error: DatabaseError? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_EMPTY_QUERY: return nil
        default: break
        }
        let detail = field(Field.message) ?? String(cString: PQresultErrorMessage(pointer))
        guard let sqlState = field(Field.sqlState) else { return .unavailable(detail) }
        // PostgreSQL's DETAIL is left out: it quotes whole rows, and rows hold what people wrote.
        let place = field(Field.context).map { " (\($0))" } ?? ""
        return .from(sqlState: sqlState, constraint: field(Field.constraint) ?? "", detail: detail + place)
    }

    /// Whether PostgreSQL has ended the connection with it.
    var isFatal: Bool { field(Field.severity).map { $0 == "FATAL" || $0 == "PANIC" } ?? false }

    private func field(_ code: Int32) -> String? {
        PQresultErrorField(pointer, code).map { String(cString: $0) }
    }

    /// libpq spells these as character macros, which Swift cannot import (postgres_ext.h).
    private enum Field {
        static let severity = Int32(UInt8(ascii: "V"))
        static let sqlState = Int32(UInt8(ascii: "C"))
        static let message = Int32(UInt8(ascii: "M"))
        static let context = Int32(UInt8(ascii: "W"))
        static let constraint = Int32(UInt8(ascii: "n"))
    }
}
