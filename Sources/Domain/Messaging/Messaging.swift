package import Contracts
package import Core
package import Database
package import Events

/// Accepts messages, sends each through its instance's channel, and remembers what became of it.
///
/// Owns   messaging.message
/// Says   MessageSent, MessageDelivered, MessageRead, MessageFailed, MessageReceived
/// Hears  InstanceLoggedOut, InstanceRemoved
/// Needs  SessionDirectory, QuotaGate
package struct Messaging: Sendable {
    /// How many recipients one request may name, duplicates merged.
    package static let recipientsPerSend = 1000
    /// How long a message is held for an instance that is linked but not connected.
    package static let holdLimit: Duration = .seconds(24 * 3600)
    /// How often a message is handed to WhatsApp before it is given up.
    package static let triesLimit = 5

    let database: Database
    let directory: any SessionDirectory
    let quota: any QuotaGate
    let outbox: Outbox
    let acceptance: Coalescer<AcceptanceStore>
    let settlement: Coalescer<SettlementStore>
    let inbox: Coalescer<InboxStore>
    let board = OutcomeBoard()
    let dispatcher: Dispatcher
    let figures: LoadingCache<InstanceReference, MessageHistory>
    let runtime: Runtime

    /// Wires the module. Lanes, one per connected instance, run on `executor`.
    package init(
        database: Database, writer: Writer, doorbell: Doorbell, outbox: Outbox, directory: any SessionDirectory, quota: any QuotaGate,
        executor: any TaskExecutor, runtime: Runtime
    ) {
        self.database = database
        self.directory = directory
        self.runtime = runtime
        acceptance = Coalescer(AcceptanceStore(reservation: quota.reservation), on: writer)
        settlement = Coalescer(SettlementStore(giveBack: quota.giveBack, outbox: outbox), on: writer)
        inbox = Coalescer(InboxStore(outbox: outbox), on: writer)
        self.quota = quota
        self.outbox = outbox
        figures = LoadingCache(
            limit: Self.figuresKept, lifetime: Self.figuresLifetime, absenceLifetime: Self.figuresLifetime, clock: runtime.clock)
        dispatcher = Dispatcher(database: database, doorbell: doorbell, settlement: settlement, board: board, executor: executor, runtime: runtime)
    }

    /// What must run while messages are to be sent.
    package var services: [any Service] { [dispatcher] }
}
