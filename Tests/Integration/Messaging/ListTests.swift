import App
import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// Lists of messages, whatever is asked of them.
@Suite(.herald) struct ListTests {
    /// Many messages of several instances, put down behind Herald's back: message n has the reference n % 7, the state by n % 5, the chat by n % 11.
    private func seeded(_ count: Int) async throws -> (harness: Harness, tenant: TestTenant, instances: [InstanceID]) {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant()
        let instances = (0..<3).map { _ in harness.database.runtime.ids.next() as InstanceID }
        let names = instances.map { "'\($0)'" }.joined(separator: ",")
        try await harness.database.script(
            """
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, client_reference, state,
                                           due_at, created_at, campaign_id)
            SELECT '\(tenant.id)', ('0199a000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   ('0199a000-0000-7000-8001-' || lpad((n / 10)::text, 12, '0'))::uuid, (ARRAY[\(names)]::uuid[])[1 + n % 3],
                   CASE WHEN n % 5 = 4 THEN 'in' ELSE 'out' END, '2547000000' || lpad((n % 11)::text, 2, '0') || '@s.whatsapp.net', 'text',
                   '{"text": "x"}', 'W' || n, CASE WHEN n % 7 > 0 THEN 'r' || n % 7 END,
                   (ARRAY['read', 'sent', 'failed', 'delivered', 'received'])[1 + n % 5], now(), now(),
                   CASE WHEN n % 13 = 0 THEN '0199a000-0000-7000-8002-000000000000'::uuid END
              FROM generate_series(1, \(count)) AS n;
            """)
        return (harness, tenant, instances)
    }

    private func caller(_ tenant: TestTenant, pinnedTo instance: InstanceID? = nil) -> Caller {
        Caller(tenant: tenant.id, key: KeyID(high: 1, low: 2), environment: .live, instance: instance, scopes: .all)
    }

    /// The numbers of all messages that fit, page by page, newest first.
    private func all(_ filter: MessageFilter, limit: Int = 50, _ messaging: Messaging, as caller: Caller) async throws -> [Int] {
        var (numbers, cursor): ([Int], MessageID?) = ([], nil)
        repeat {
            let page = try await messaging.messages(filter, limit: limit, after: cursor, as: caller)
            #expect(page.messages.count <= limit)
            numbers += page.messages.compactMap { Int($0.whatsAppID.dropFirst()) }
            cursor = page.next
        } while cursor != nil
        return numbers
    }

    @Test func `every filter finds just what fits, the newest first, however the pages fall`() async throws {
        let count = 3000
        let (harness, tenant, instances) = try await seeded(count)
        let (messaging, caller) = (harness.deployment.messaging, caller(tenant))
        let everything = Array((1...count).reversed())
        var cases: [(MessageFilter, (Int) -> Bool)] = [(MessageFilter(), { _ in true })]
        func add(_ change: (inout MessageFilter) -> Void, _ fits: @escaping (Int) -> Bool) {
            var filter = MessageFilter()
            change(&filter)
            cases.append((filter, fits))
        }
        add({ $0.batch = BatchID("0199a000-0000-7000-8001-000000000007") }) { $0 / 10 == 7 }
        add({ $0.whatsAppID = "W1234" }) { $0 == 1234 }
        add({ $0.clientReference = "r3" }) { $0 % 7 == 3 }
        add({ $0.instance = instances[1] }) { $0 % 3 == 1 }
        add({ $0.status = .failed }) { $0 % 5 == 2 }
        add({ $0.status = .delivered }) { $0 % 5 == 3 || $0 % 5 == 4 }
        add({ $0.direction = .inbound }) { $0 % 5 == 4 }
        add({ $0.chat = JID("254700000005@s.whatsapp.net") }) { $0 % 11 == 5 }
        add({ ($0.chat, $0.instance) = (JID("254700000005@s.whatsapp.net"), instances[2]) }) { $0 % 11 == 5 && $0 % 3 == 2 }
        add({ $0.campaign = CampaignID("0199a000-0000-7000-8002-000000000000") }) { $0 % 13 == 0 }
        add({ ($0.campaign, $0.status) = (CampaignID("0199a000-0000-7000-8002-000000000000"), .read) }) { $0 % 13 == 0 && $0 % 5 == 0 }
        add({ ($0.clientReference, $0.status, $0.instance) = ("r3", .failed, instances[0]) }) { $0 % 7 == 3 && $0 % 5 == 2 && $0 % 3 == 0 }
        add({ $0.status = .scheduled }) { _ in false }
        for (filter, fits) in cases {
            #expect(try await all(filter, messaging, as: caller) == everything.filter(fits), "\(filter)")
        }
        let few = try await all(MessageFilter(), limit: 7, messaging, as: caller)
        #expect(few == everything)
    }

    @Test func `a pinned key lists its own instance's messages only, and nobody another tenant's`() async throws {
        let (harness, tenant, _) = try await seeded(100)
        let own = try #require(InstanceID(try await tenant.linkedInstance()))
        _ = try await tenant.send("mine", to: "254712345678")
        let messaging = harness.deployment.messaging
        let listed = try await messaging.messages(MessageFilter(), limit: 100, after: nil, as: caller(tenant, pinnedTo: own))
        #expect(listed.messages.map(\.instance) == [own])
        #expect(listed.next == nil)
        let stranger = try await harness.someTenant()
        #expect(try await messaging.messages(MessageFilter(), limit: 100, after: nil, as: caller(stranger)).messages.isEmpty)
    }

    @Test func `what no index tells apart is looked for a bounded way back, and goes on from there`() async throws {
        let (harness, tenant, instances) = try await seeded(9000)
        var filter = MessageFilter()
        filter.instance = instances[0]
        filter.status = .scheduled
        let (messaging, caller) = (harness.deployment.messaging, caller(tenant))
        #expect(try await messaging.messages(filter, limit: 5, after: nil, as: caller).next == nil)
        // In portions of ten, so that the way back takes several.
        let portion = try await harness.deployment.database.read(as: tenant.id) { tx in
            var sent = MessageFilter()
            sent.whatsAppID = nil
            sent.instance = instances[1]
            return try ListStore.portion(sent, of: tenant.id, before: nil, limit: 5, window: 10, in: tx)
        }
        #expect(portion.records.count == 3)
        #expect(portion.edge?.description.hasSuffix("8991") == true)
    }
}
