package import Contracts
package import Core
package import Database

/// Writes down who did what that matters for security, and finds out whether somebody has changed it since.
///
/// Owns   –
/// Says   –
/// Hears  –
/// Needs  –
package struct Audit: Sendable {
    let database: Database
    let runtime: Runtime

    /// The trail in that database.
    package init(database: Database, runtime: Runtime) {
        self.database = database
        self.runtime = runtime
    }
}

extension Audit: AuditTrail {
    package func record(_ entry: AuditEntry, in tx: borrowing Transaction) throws {}
}
