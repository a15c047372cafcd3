import Accounts
import App
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct ExportTests {
    @Test func `a tenant is handed all there is of it, each thing once, and no secret`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Harness.with { harness in
                let (acme, other) = try await Household.two(("acme", "other"), in: harness, receiver: receiver)
                let pages = Lock<[[UInt8]]>([])
                // News of its number may come while it is handed out.
                let before = try await Tables(harness.database).rows(of: acme.tenant.id)
                try await harness.deployment.accounts.export(as: acme.owner) { page in pages.withLock { $0.append(page) } }
                let text = String(decoding: pages.withLock { Array($0.joined()) }, as: UTF8.self)
                #expect(text.hasSuffix("\n"))
                let lines = try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
                #expect(lines.allSatisfy { $0.object?.first?.name == "kind" })
                #expect(lines.first?["kind"] == "tenant" && lines.first?["slug"] == "acme")

                let counts = Dictionary(lines.map { ($0["kind"]?.string ?? "", 1) }, uniquingKeysWith: +)
                let stored = try await Tables(harness.database).rows(of: acme.tenant.id)
                #expect(counts["tenant"] == 1 && counts["subscription"] == 1)
                for (kind, table) in [
                    ("person", "accounts.person"), ("invitation", "accounts.invitation"), ("key", "auth.api_key"), ("instance", "instances.instance"),
                    ("message", "messaging.message"),
                    ("webhook_endpoint", "webhooks.endpoint"), ("webhook_delivery", "webhooks.delivery"), ("usage", "billing.usage_day"),
                ] {
                    let (count, least, most) = (counts[kind] ?? 0, before[table] ?? 0, stored[table] ?? 0)
                    #expect(count > 0 && least <= count && count <= most, "\(kind): \(least) <= \(count) <= \(most)")
                }
                let ids = lines.compactMap { line in line["id"]?.string.map { "\(line["kind"]?.string ?? "") \($0)" } }
                #expect(Set(ids).count == ids.count)
                #expect(pages.withLock { $0.count } > Household.many / Accounts.exportPage * 2)

                #expect(text.contains("hello from acme") && text.contains("owner@acme.test") && text.contains("guest@acme.test"))
                for secret in acme.secrets + other.secrets { #expect(!text.contains(secret), "a secret of \(secret.utf8.count) bytes") }
                #expect(!text.contains(other.tenant.id.description) && !text.contains("hello from other"))
            }
        }
    }

    @Test func `what comes next is read once what came before is written, and nothing after that failed`() async throws {
        struct Full: Error {}
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let written = Lock(0)
            await #expect(throws: Full.self) {
                try await node.accounts.export(as: acme.asOwner(node)) { _ in
                    // What is made while the first page is being written is in a later one.
                    if written.withLock({ $0 }) == 0 { _ = try await node.makePerson("late", in: acme) }
                    let number = written.withLock { written in
                        written += 1
                        return written
                    }
                    if number == 2 { throw Full() }
                }
            }
            #expect(written.withLock { $0 } == 2)
            let text = Lock("")
            try await node.accounts.export(as: acme.asKey(node)) { page in text.withLock { $0 += String(decoding: page, as: UTF8.self) } }
            #expect(text.withLock { $0 }.contains("late@acme.test"))
        }
    }
}
