/// What a statement's error means for the batch it was in, by SQLSTATE (PostgreSQL 15, appendix A).
enum BatchFailure: Equatable {
    /// Some item cannot be written: find it, write the others.
    case data
    /// The batch met another transaction: the same again.
    case collision
    /// Somebody else holds what one statement needs: give that statement up, write the others.
    case contention
    /// PostgreSQL cannot write now, whatever the items are.
    case exhausted
    /// This connection is of no more use.
    case connection

    init(sqlState: String) {
        switch sqlState {
        case "57014", "55P03": self = .contention
        // A standby after a failover refuses writes; a new connection may reach the new primary.
        case "25006": self = .connection
        default:
            switch sqlState.prefix(2) {
            case "08", "57": self = .connection
            case "40": self = .collision
            case "53", "58": self = .exhausted
            default: self = .data
            }
        }
    }
}
