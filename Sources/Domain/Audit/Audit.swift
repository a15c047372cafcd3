import Contracts
package import Core
package import Database

/// Writes down who did what that matters for security, in a chain for each tenant and one for the operator, and finds out whether somebody has
/// changed one since.
///
/// Each entry carries a code over itself and the entry before, and each chain's end a seal, under a key that is not in the database: whoever can
/// write there, a superuser included, can break a chain and cannot mend it. Only one who kept an earlier end with its seal, and puts both back to
/// that moment, leaves nothing behind; against that the ends can be kept elsewhere (`herald verify audit` prints them).
///
/// Owns   audit.entry, audit.head
/// Says   –
/// Hears  –
/// Needs  –
package struct Audit: Sendable {
    /// How many entries a page holds at most.
    package static let pageLimit = 100
    /// How long each of an entry's two details may be, in bytes; of a longer one only its length is kept.
    package static let detailLimit = 8192
    /// How many refusals an hour are written down in one trail: without credentials anybody can cause them. The next one that is written down says
    /// how many were left out.
    package static let refusalsPerHour = 60
    /// As whose the operator's own entries are kept.
    static let operatorsTrail = TenantID(high: 0, low: 0)

    let database: Database
    let key: TrailKey
    let runtime: Runtime

    /// The trails in that database, under that key.
    package init(database: Database, key: Secret<[UInt8]>, runtime: Runtime) {
        self.database = database
        self.key = TrailKey(key)
        self.runtime = runtime
    }
}
