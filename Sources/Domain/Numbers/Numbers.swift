package import Contracts
package import Core
package import Database

/// Knows which numbers are on WhatsApp, and asks seldom: whoever asks about many strangers is barred.
///
/// Owns   numbers.registration, numbers.allowance
/// Says   –
/// Hears  InstanceRemoved
/// Needs  SessionDirectory, SessionErrands
package struct Numbers: Sendable {
    /// How many numbers one request may ask about.
    package static let perRequest = NumberRegistration.limit
    /// How long an answer is remembered (contract FS2-156).
    package static let memory: Duration = .seconds(86_400)
    /// How often old answers are looked for.
    package static let sweepInterval: Duration = .seconds(60)
    /// How many rows one statement sweeps.
    package static let sweepBatch = 1000

    let database: Database
    let directory: any SessionDirectory
    let errands: any SessionErrands
    let runtime: Runtime

    /// Wires the module.
    package init(database: Database, directory: any SessionDirectory, errands: any SessionErrands, runtime: Runtime) {
        self.database = database
        self.directory = directory
        self.errands = errands
        self.runtime = runtime
    }

    /// What the module has done on sessions.
    package static var errands: [any Errand.Type] { [LookUp.self] }

    /// What must run while answers are remembered.
    package func services(executor: (any TaskExecutor)? = nil) -> [any Service] {
        [
            Worker("old registrations", poll: Self.sweepInterval, executor: executor, runtime: runtime) { [self] in
                let end = runtime.clock.now - Self.memory
                return try await database.system { tx in try RegistrationStore.sweep(Self.sweepBatch, checkedBefore: end, in: tx) }
            },
            Worker("full allowances", poll: Self.sweepInterval, executor: executor, runtime: runtime) { [self] in
                let now = runtime.clock.now
                return try await database.system { tx in try AllowanceStore.sweep(Self.sweepBatch, fullAt: now, in: tx) }
            },
        ]
    }
}
