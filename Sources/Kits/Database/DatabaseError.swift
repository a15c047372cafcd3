/// What went wrong with the database, by what a caller can do about it.
package struct DatabaseError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What a caller can act on.
    package enum Code: Sendable, Hashable {
        /// No connection could be had, or it was lost before the commit was asked for: nothing happened. Worth trying again after the wait.
        case unavailable(retryAfter: Duration)
        /// Too many callers wait already: nothing happened.
        case overloaded
        /// The connection was lost while the commit was under way: it happened or it did not. Never retried blindly.
        case unknownOutcome
        /// A rule of the schema was broken (SQLSTATE class 23); the name of the constraint, empty where the rule has none.
        case constraint(String)
        /// Another transaction was in the way (serialization failure, deadlock, lock not to be had): nothing happened, the same again may work.
        case conflict
        /// The statement took longer than it may (57014): nothing happened.
        case cancelled
        /// PostgreSQL refused for the reason of that SQLSTATE.
        case refused(sqlState: String)
        /// The answer does not have the columns or types that the program reads.
        case unreadable
    }

    /// What a caller can act on.
    package let code: Code
    /// PostgreSQL's five-character code, if PostgreSQL said anything.
    package let sqlState: String?
    /// PostgreSQL's or libpq's own words, without the rows it quotes. For logs only, never for answers.
    package let detail: String

    /// An error in our own words.
    package init(_ code: Code, sqlState: String? = nil, detail: String = "") {
        self.code = code
        self.sqlState = sqlState
        self.detail = detail
    }

    /// How long a caller is asked to wait when nothing better is known.
    package static let retryAfter: Duration = .seconds(1)

    /// No connection; nothing happened.
    package static func unavailable(_ detail: String, sqlState: String? = nil) -> DatabaseError {
        DatabaseError(.unavailable(retryAfter: retryAfter), sqlState: sqlState, detail: detail)
    }

    /// What PostgreSQL's error means to a caller (PostgreSQL 15, appendix A).
    package static func from(sqlState: String, constraint: String, detail: String) -> DatabaseError {
        let code: Code =
            switch (sqlState.prefix(2), sqlState) {
            case ("23", _): .constraint(constraint)
            case (_, "40001"), (_, "40P01"), (_, "55P03"): .conflict
            case (_, "57014"): .cancelled
            case ("08", _), ("53", _), (_, "57P01"), (_, "57P02"), (_, "57P03"), (_, "57P05"), (_, "25P03"): .unavailable(retryAfter: retryAfter)
            default: .refused(sqlState: sqlState)
            }
        return DatabaseError(code, sqlState: sqlState, detail: detail)
    }

    /// Safe to show to anyone.
    package var description: String {
        switch code {
        case .unavailable: "the database is not available"
        case .overloaded: "too many requests wait for the database"
        case .unknownOutcome: "the database did not confirm the change"
        case .constraint: "the change breaks a rule of the database"
        case .conflict: "another change was in the way"
        case .cancelled: "the database took too long"
        case .refused: "the database refused the statement"
        case .unreadable: "the database's answer cannot be read"
        }
    }

    /// For logs: everything that is known.
    package var debugDescription: String {
        "\(description) [\(sqlState ?? "-")] \(code) \(detail)"
    }
}
