import Accounts
import Billing
import Contracts
import Core
import Database
import Events
import Net
import TestSupport

@testable import Messaging

/// A database with messages that wait for their time, and processes that bring them in when a test says so.
struct RipeningStage: Sendable {
    private struct Everybody: OptOuts {
        func optedOut(among numbers: [PhoneNumber], of tenant: TenantID, in tx: borrowing Transaction) throws -> Set<PhoneNumber> { [] }
    }

    let node: Node
    let tenant: TenantID

    static func with(plan: String = "pro", _ body: (RipeningStage) async throws -> Void) async throws {
        try await Node.with { node in
            node.subscriptions.on(MessageFailed.self, "test.failed") { _, _ in }
            let made = try await node.makeTenant(plan: plan)
            try await body(RipeningStage(node: node, tenant: made.tenant))
        }
    }

    /// One more process that ripens, with a clock of its own.
    func ripener(_ runtime: Runtime = .testing()) -> Ripener {
        let loop = EventLoop(name: "ripening")
        let writer = Writer(settings: node.test.service, loop: loop, runtime: runtime)
        let dispatcher = Dispatcher(
            database: node.database, doorbell: node.doorbell,
            settlement: Coalescer(SettlementStore(giveBack: node.billing.giveBack, outbox: node.outbox), on: writer), board: OutcomeBoard(),
            optOuts: Everybody(), tenants: node.tenants, executor: loop, runtime: runtime)
        return Ripener(
            database: node.database, quota: node.billing, outbox: node.outbox, dispatcher: dispatcher, executor: loop, runtime: runtime)
    }

    /// Puts down messages in one request, one due after the other: the first so far from now by the database's clock, each a second later than the
    /// one before it.
    func schedule(_ count: Int, from offset: String, isLinked: Bool = true) async throws {
        let (batch, instance) = (node.runtime.ids.next() as BatchID, node.runtime.ids.next() as InstanceID)
        try await node.test.script(
            """
            INSERT INTO messaging.line (tenant_id, instance_id, linked_at, connected_at, day)
            SELECT '\(tenant)', '\(instance)', clock_timestamp(), clock_timestamp(), clock_timestamp()::date WHERE \(isLinked);
            INSERT INTO messaging.schedule (tenant_id, batch_id, number, instance_id, send_at, due_at, state, created_at)
            VALUES ('\(tenant)', '\(batch)', (SELECT count(*) + 1 FROM messaging.schedule), '\(instance)', '', clock_timestamp(), 'pending', clock_timestamp());
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, due_at, send_at,
                                           created_at)
            SELECT '\(tenant)', gen_random_uuid(), '\(batch)', '\(instance)', 'out', '254712345678@s.whatsapp.net', 'text', '{"text": "x"}',
                   '\(batch)' || n, 'scheduled', at, at, at
              FROM (SELECT n, clock_timestamp() + interval '\(offset)' + n * interval '1 second' AS at FROM generate_series(1, \(count)) AS n) AS s;
            """)
    }

    func count(_ state: String) async throws -> Int {
        try await node.test.count("SELECT count(*) FROM messaging.message WHERE state = \(state)")
    }

    /// How many messages the tenant has used up, whatever the day.
    func used() async throws -> Int {
        try await node.test.count("SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day")
    }
}
