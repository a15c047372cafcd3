import Accounts
import Auth
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

/// The operator's looks into tenants.
@Suite struct ImpersonationTests {
    @Test func `the token reads as a viewer does, says whose it is, and ends by itself`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let made = try await node.auth.impersonate(acme.tenant, because: "  Ticket 4711  ", minutes: 15)
            #expect(made.reason == "Ticket 4711")
            #expect(made.expiresAt == node.clock.now + .seconds(900))
            let caller = try await node.auth.admit(keyOrToken: made.token.reveal)
            #expect(caller == Caller(tenant: acme.tenant, impersonation: made.id))
            #expect(caller.impersonation == made.id && caller.person == nil && caller.key == nil && caller.scopes == .read)
            node.clock.advance(by: .seconds(899))
            _ = try await node.auth.admit(keyOrToken: made.token.reveal)
            node.clock.advance(by: .seconds(1))
            #expect(try await node.refuses(made.token.reveal))
        }
    }

    @Test func `it opens a suspended tenant, whose own tokens do not`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let token = try await node.signIn(of: acme.tenant)
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            let made = try await node.auth.impersonate(acme.tenant, because: "Abuse report", minutes: 5)
            _ = try await node.auth.admit(keyOrToken: made.token.reveal)
            await #expect(throws: Problem.forbidden(.tenantSuspended)) { try await node.auth.admit(keyOrToken: token) }
        }
    }

    @Test func `beside a key of the tenant it admits nobody`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let made = try await node.auth.impersonate(acme.tenant, because: "x", minutes: 5)
            await #expect(throws: Problem.unauthenticated(.invalid)) {
                try await node.auth.admit(key: acme.apiKey.reveal, token: made.token.reveal)
            }
        }
    }

    @Test func `it is ended here at once and elsewhere within a second, once`() async throws {
        try await Node.with { node in
            try await node.withAnother { other in
                let acme = try await node.makeTenant("acme").tenant
                let made = try await node.auth.impersonate(acme, because: "x", minutes: 60)
                _ = try await node.auth.admit(keyOrToken: made.token.reveal)
                _ = try await other.auth.admit(keyOrToken: made.token.reveal)
                try await node.auth.endImpersonation(made.id, of: acme)
                #expect(try await node.refuses(made.token.reveal))
                other.clock.advance(by: Auth.lookLifetime)
                #expect(try await other.refuses(made.token.reveal))
                await #expect(throws: Problem.notFound(.key)) { try await node.auth.endImpersonation(made.id, of: acme) }
            }
        }
    }

    @Test func `a person's token cannot be ended as one, nor another tenant's`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme").tenant, try await node.makeTenant("other").tenant)
            let token = try #require(try await node.auth.admit(keyOrToken: try await node.signIn(of: acme)).token)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.endImpersonation(token, of: acme) }
            let made = try await node.auth.impersonate(acme, because: "x", minutes: 5)
            await #expect(throws: Problem.notFound(.key)) { try await node.auth.endImpersonation(made.id, of: other) }
        }
    }

    @Test func `so many live at a time, and each is used so often`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            var made: [Impersonation] = []
            for _ in 0..<Auth.impersonationsPerTenant { made.append(try await node.auth.impersonate(acme, because: "x", minutes: 5)) }
            await #expect(throws: Problem.limited(retryAfter: 60)) { _ = try await node.auth.impersonate(acme, because: "x", minutes: 5) }
            node.clock.advance(by: .seconds(300))
            let last = try await node.auth.impersonate(acme, because: "x", minutes: 5)
            try await node.test.script("UPDATE auth.session_token SET uses = \(Auth.usesPerImpersonation - 1) WHERE id = '\(last.id)'")
            try await node.auth.noteUse(of: last.id, in: acme, method: "GET", path: "/v1/messages")
            await #expect(throws: Problem.self) { try await node.auth.noteUse(of: last.id, in: acme, method: "GET", path: "/v1/messages") }
        }
    }

    @Test func `a reason of blanks and minutes out of range are refused together, a tenant that is not there alone`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let longest = String(repeating: "a", count: Impersonation.reasonLength.upperBound)
            _ = try await node.auth.impersonate(acme, because: longest, minutes: Impersonation.minutes.upperBound)
            for (reason, minutes) in [(" \n", 0), (longest + "a", Impersonation.minutes.upperBound + 1)] {
                do {
                    _ = try await node.auth.impersonate(acme, because: reason, minutes: minutes)
                    Issue.record("it was made")
                } catch Problem.invalid(let violations) {
                    #expect(violations.map(\.pointer) == ["/reason", "/minutes"])
                }
            }
            await #expect(throws: Problem.notFound(.tenant)) {
                _ = try await node.auth.impersonate(node.runtime.ids.next(), because: "x", minutes: 5)
            }
        }
    }
}
