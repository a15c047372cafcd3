package import Contracts
package import Core
package import Database
import Events
package import HTTP

/// Keeps the URLs at which tenants want news, and posts every event to each of them, signed, until it is taken.
///
/// Owns   webhooks.endpoint, webhooks.delivery
/// Says   –
/// Hears  MessageReceived, MessageSent, MessageDelivered, MessageRead, MessageFailed, InstanceConnected, InstanceDegraded,
///        InstanceDisconnected, InstanceLoggedOut, InstanceRemoved, UsageWarning
/// Needs  SessionDirectory, TenantDirectory, Sealing, LimitGate, EventVoice, AuditTrail
package struct Webhooks: Sendable {
    let database: Database
    let directory: any SessionDirectory
    let sealing: any Sealing
    let limits: any LimitGate
    let voices: [DialectName: any EventVoice]
    let poster: Poster
    let courier: Courier
    let trail: any AuditTrail
    let runtime: Runtime

    /// Wires the module. Deliveries run on `executor`, through a client whose policy says what may be connected to.
    package init(
        database: Database, writer: Writer, doorbell: Doorbell, directory: any SessionDirectory, tenants: any TenantDirectory,
        sealing: any Sealing, limits: any LimitGate, voices: [any EventVoice], client: HTTPClient, policy: HTTPClientPolicy,
        executor: any TaskExecutor, trail: any AuditTrail, runtime: Runtime
    ) {
        self.database = database
        self.directory = directory
        self.sealing = sealing
        self.limits = limits
        self.voices = Dictionary(voices.map { ($0.dialect, $0) }, uniquingKeysWith: { first, _ in first })
        self.trail = trail
        self.runtime = runtime
        poster = Poster(client: client, policy: policy, clock: runtime.clock)
        courier = Courier(
            database: database, results: Coalescer(AttemptStore(), on: writer), doorbell: doorbell, sealing: sealing, tenants: tenants,
            poster: poster, executor: executor, runtime: runtime)
    }

    /// What must run while events are to be posted.
    package var services: [any Service] { [courier] }
}
