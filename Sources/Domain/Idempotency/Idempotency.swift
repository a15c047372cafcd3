package import Core
package import Database

/// Remembers what requests that carry an idempotency key were answered, so that the same request again has no second effect.
///
/// Owns   –
/// Says   –
/// Hears  –
/// Needs  –
package struct Idempotency: Sendable {
    let database: Database
    let runtime: Runtime

    /// Over that database.
    package init(database: Database, runtime: Runtime) {
        self.database = database
        self.runtime = runtime
    }
}
