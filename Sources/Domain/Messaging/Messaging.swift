package import Contracts
package import Core
package import Database
package import Events

/// Accepts messages, sends each through its instance's channel, and remembers what became of it.
///
/// Owns   messaging.message, messaging.schedule, messaging.step, messaging.pause, messaging.line
/// Says   MessageSent, MessageDelivered, MessageRead, MessageFailed, MessageReceived
/// Hears  InstanceLoggedOut, InstanceRemoved
/// Needs  SessionDirectory, TenantDirectory, QuotaGate, OptOuts, RequestRecords
package struct Messaging: Sendable {
    /// How many recipients one request may name, duplicates merged.
    package static let recipientsPerSend = 1000
    /// How long a message is held for an instance that is linked but not connected.
    package static let holdLimit: Duration = .seconds(24 * 3600)
    /// How often a message is handed to WhatsApp before it is given up.
    package static let triesLimit = 5
    /// How often a process may die while a message is under way before it is set aside.
    package static let crashesLimit = 3

    let database: Database
    let directory: any SessionDirectory
    let tenants: any TenantDirectory
    let quota: any QuotaGate
    let records: any RequestRecords
    let outbox: Outbox
    /// What the channels can do.
    let abilities: [ChannelName: ChannelAbilities]
    let acceptance: Coalescer<AcceptanceStore>
    let keyedAcceptance: Coalescer<KeyedAcceptanceStore>
    let scheduling: Coalescer<SchedulingStore>
    let keyedScheduling: Coalescer<KeyedSchedulingStore>
    let settlement: Coalescer<SettlementStore>
    let inbox: Coalescer<InboxStore>
    let board = OutcomeBoard()
    let dispatcher: Dispatcher
    let ripener: Ripener
    let figures: LoadingCache<InstanceReference, MessageHistory>
    let runtime: Runtime

    /// Wires the module. Lanes, one per connected instance, run on `executor`.
    package init(
        database: Database, writer: Writer, doorbell: Doorbell, outbox: Outbox, directory: any SessionDirectory,
        tenants: any TenantDirectory, quota: any QuotaGate, records: any RequestRecords, optOuts: any OptOuts, channels: [any Channel],
        executor: any TaskExecutor,
        runtime: Runtime
    ) {
        self.database = database
        self.directory = directory
        self.tenants = tenants
        self.runtime = runtime
        abilities = Dictionary(channels.map { ($0.name, $0.abilities) }, uniquingKeysWith: { first, _ in first })
        acceptance = Coalescer(AcceptanceStore(reservation: quota.reservation), on: writer)
        keyedAcceptance = Coalescer(
            KeyedAcceptanceStore(reservation: quota.reservation, remembering: records.remembering), on: writer)
        scheduling = Coalescer(SchedulingStore(), on: writer)
        keyedScheduling = Coalescer(KeyedSchedulingStore(remembering: records.remembering), on: writer)
        settlement = Coalescer(SettlementStore(giveBack: quota.giveBack, outbox: outbox), on: writer)
        inbox = Coalescer(InboxStore(outbox: outbox), on: writer)
        self.quota = quota
        self.records = records
        self.outbox = outbox
        figures = LoadingCache(
            limit: Self.figuresKept, lifetime: Self.figuresLifetime, absenceLifetime: Self.figuresLifetime, clock: runtime.clock)
        dispatcher = Dispatcher(
            database: database, doorbell: doorbell, settlement: settlement, board: board, optOuts: optOuts, tenants: tenants,
            executor: executor, runtime: runtime)
        ripener = Ripener(
            database: database, quota: quota, outbox: outbox, dispatcher: dispatcher, executor: executor, runtime: runtime)
    }

    /// What must run while messages are to be sent.
    package var services: [any Service] { [dispatcher, ripener] }
}
