import Accounts
import Contracts
import Core
import Database
import TestSupport
import Testing

/// What the operator sees of tenants and decides about them.
@Suite struct ManagementTests {
    private func slugs(_ filter: TenantFilter, at node: Node) async throws -> [String] {
        try await node.accounts.tenants(filter, limit: 100).tenants.map(\.slug)
    }

    @Test func `tenants are listed newest first, page by page`() async throws {
        try await Node.with { node in
            for number in 1...5 { try await node.makeTenant("acme-\(number)") }
            var (listed, cursor): ([String], TenantID?) = ([], nil)
            repeat {
                let page = try await node.accounts.tenants(TenantFilter(), after: cursor, limit: 2)
                listed += page.tenants.map(\.slug)
                cursor = page.next
            } while cursor != nil
            #expect(listed == (1...5).reversed().map { "acme-\($0)" })
        }
    }

    @Test func `they are found by a piece of name or slug, by the beginning of an address, and by nothing else`() async throws {
        try await Node.with { node in
            try await node.makeTenant("duka-la-wanjiku")
            try await node.makeTenant("soko-100")
            #expect(try await slugs(TenantFilter(text: "LA-wan"), at: node) == ["duka-la-wanjiku"])
            #expect(try await slugs(TenantFilter(text: "tenant SOKO"), at: node) == ["soko-100"], "by name")
            #expect(try await slugs(TenantFilter(text: "Owner@Soko"), at: node) == ["soko-100"])
            #expect(try await slugs(TenantFilter(text: "soko-100.test"), at: node) == [], "the end of an address is not looked for")
            #expect(try await slugs(TenantFilter(text: "owner@"), at: node) == ["soko-100", "duka-la-wanjiku"])
            // No sign has a meaning of its own.
            for text in ["%", "_", "\\", "'", "soko_100", "owner@%"] { #expect(try await slugs(TenantFilter(text: text), at: node) == [], "\(text)") }
        }
    }

    @Test func `a suspended tenant is listed as such, with since when and why, until it is reactivated`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            try await node.makeTenant("other")
            let since = node.clock.now
            let suspended = try await node.accounts.decide(.suspend(reason: "Unpaid"), about: acme)
            #expect(suspended.suspension?.reason == "Unpaid" && suspended.suspension?.since == since)
            node.clock.advance(by: .seconds(60))
            let again = try await node.accounts.decide(.suspend(reason: "Abuse"), about: acme)
            #expect(again.suspension?.reason == "Abuse" && again.suspension?.since == since, "since the first time")
            #expect(try await node.accounts.decide(.suspend(reason: nil), about: acme) == again, "no reason leaves the reason")
            #expect(try await slugs(TenantFilter(isSuspended: true), at: node) == ["acme"])
            #expect(try await slugs(TenantFilter(isSuspended: false), at: node) == ["other"])
            let active = try await node.accounts.decide(.reactivate, about: acme)
            #expect(active.suspension == nil && active.status == .active)
            #expect(try await node.accounts.tenant(acme) == active)
        }
    }

    @Test func `a tenant is closed for the operator who repeats its slug, suspended or not, and is nobody's any more`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            try await node.accounts.decide(.suspend(reason: "Unpaid"), about: acme)
            for wrong in ["other", "ACME", ""] {
                do {
                    try await node.accounts.close(acme, confirming: wrong)
                    Issue.record("closed by \(wrong)")
                } catch Problem.invalid(let violations) {
                    #expect(violations.map(\.pointer) == ["/confirm"])
                }
            }
            try await node.accounts.close(acme, confirming: "acme")
            await #expect(throws: Problem.notFound(.tenant)) { try await node.accounts.tenant(acme) }
            await #expect(throws: Problem.notFound(.tenant)) { try await node.accounts.close(acme, confirming: "acme") }
            await #expect(throws: Problem.notFound(.tenant)) { try await node.accounts.decide(.reactivate, about: acme) }
            #expect(try await slugs(TenantFilter(), at: node) == [])
            #expect(try await slugs(TenantFilter(text: "owner@acme"), at: node) == [])
        }
    }

    @Test func `whoever watches a tenant hears of its end, on another node too, and of no other's`() async throws {
        try await Node.with { node in
            let (acme, other, third) = (
                try await node.makeTenant("acme").tenant, try await node.makeTenant("other").tenant, try await node.makeTenant("third").tenant
            )
            let watch = TenantWatch(database: node.database, doorbell: node.doorbell, runtime: .testing())
            try await watch.start()
            let heard: Lock<[TenantID]> = Lock([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in [acme, acme, other, third] {
                    group.addTask {
                        await watch.end(of: tenant)
                        if !Task.isCancelled { heard.withLock { $0.append(tenant) } }
                    }
                }
                try await node.withAnother { another in try await another.accounts.decide(.suspend(reason: nil), about: acme) }
                try await eventually("both hear of it") { heard.withLock { $0 } == [acme, acme] }
                try await node.accounts.close(third, confirming: "third")
                try await eventually("the closed one's hears of it") { heard.withLock { $0 } == [acme, acme, third] }
                group.cancelAll()
            }
            #expect(heard.withLock { $0 } == [acme, acme, third], "who is cancelled returns without having heard")
            await watch.stop()
        }
    }

    @Test func `whoever begins to watch a tenant that is suspended already hears of it`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            try await node.accounts.decide(.suspend(reason: nil), about: acme)
            let watch = TenantWatch(database: node.database, doorbell: node.doorbell, runtime: .testing())
            try await watch.start()
            await watch.end(of: acme)
            await watch.stop()
        }
    }
}
