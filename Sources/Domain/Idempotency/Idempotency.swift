package import Contracts
package import Core
package import Crypto
package import Database

/// Remembers what requests that came with a key were answered, so that the same request again has no second effect.
///
/// The record is written in the transaction of the effect and the answer is kept before it is sent, so nothing has to be claimed beforehand and nothing
/// is to be cleaned up after a crash: there is a record exactly where there is an effect.
///
/// Owns   idempotency.record
/// Says   –
/// Hears  –
/// Needs  Sealing
package struct Idempotency: Sendable {
    /// How long a request is known.
    package static let memory: Duration = .seconds(24 * 3600)
    /// How long a request may take, the longest upload not counted. One that has no answer for so long will get none.
    package static let patience: Duration = .seconds(60)
    /// Whose the operator's requests are: nobody's, for no tenant has this id.
    package static let operatorTenant = TenantID(high: 0, low: 0)
    /// How often requests are looked for that are known no longer.
    package static let sweepInterval: Duration = .seconds(60)
    /// How many rows one statement sweeps.
    package static let sweepBatch = 500

    let database: Database
    let sealing: any Sealing
    let operatorKey: SymmetricKey
    let answers: Coalescer<AnswerStore>
    let running = RunningRequests()
    let runtime: Runtime

    /// Wires the module. Answers are sealed with the tenant's data key, the operator's with `operatorKey`.
    package init(database: Database, writer: Writer, sealing: any Sealing, operatorKey: SymmetricKey, runtime: Runtime) {
        self.database = database
        self.sealing = sealing
        self.operatorKey = operatorKey
        answers = Coalescer(AnswerStore(), on: writer)
        self.runtime = runtime
    }

    /// What must run while requests are remembered.
    package func services(executor: (any TaskExecutor)? = nil) -> [any Service] {
        [
            Worker("old idempotency keys", poll: Self.sweepInterval, executor: executor, runtime: runtime) { [self] in
                let now = runtime.clock.now
                return try await database.system { tx in try RecordStore.sweep(Self.sweepBatch, expiredBy: now, in: tx) }
            }
        ]
    }
}

extension Idempotency: RequestRecords {
    package var remembering: StaticString { "idempotency.remember" }

    package var rule: String { "record_pkey" }
}
