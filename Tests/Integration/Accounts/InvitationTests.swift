import Accounts
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct InvitationTests {
    private static let prefix = Node.publicURL + "/invitation#"

    private func secret(of link: String) -> String { String(link.dropFirst(Self.prefix.count)) }

    private func accept(_ link: String, at node: Node, from address: String = somewhere) async throws -> SignIn {
        try await node.accounts.acceptInvitation(
            token: secret(of: link), password: Secret("password"), firstName: "Guest", lastName: nil, from: address)
    }

    @Test func `who has the link takes the place, once, and is signed in`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let (invitation, link) = try await node.accounts.invite(email: "Guest@acme.test", role: .admin, as: acme.asOwner(node))
            #expect(link.hasPrefix(Self.prefix) && secret(of: link).utf8.count == 64)
            #expect(invitation.email == "guest@acme.test" && invitation.role == .admin && invitation.invitedBy == acme.owner.id)
            #expect(invitation.expiresAt == node.clock.now + Accounts.invitationLifetime)
            #expect(try await node.accounts.invitations(limit: 10, as: acme.asKey(node)).invitations == [invitation])

            let signedIn = try await accept(link, at: node)
            #expect(signedIn.person.email == "guest@acme.test" && signedIn.person.role == .admin && signedIn.person.firstName == "Guest")
            #expect(signedIn.tenant.id == acme.tenant)
            #expect(try await node.admits(signedIn.token)?.person == signedIn.person.id)
            #expect(try await node.problem("guest@acme.test", "password", to: acme.tenant) == nil)
            #expect(try await node.accounts.invitations(limit: 10, as: acme.asKey(node)).invitations.isEmpty)
            #expect(try await problem { _ = try await accept(link, at: node) } == .notFound(.invitation))
        }
    }

    @Test func `of many who use one link at the same time one gets in`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for round in 0..<5 {
                let link = try await node.accounts.invite(email: "guest\(round)@acme.test", role: .viewer, as: acme.asOwner(node)).link
                let outcomes = try await withThrowingTaskGroup(of: Problem?.self) { group in
                    for number in 0..<4 {
                        group.addTask { try await problem { _ = try await accept(link, at: node, from: "192.0.2.\(number)") } }
                    }
                    return try await group.reduce(into: [Problem?]()) { $0.append($1) }
                }
                #expect(outcomes.count { $0 == nil } == 1)
                #expect(outcomes.count { $0 == .notFound(.invitation) } == 3, "\(outcomes)")
            }
        }
    }

    @Test func `a link ends after seven days, when it is withdrawn, and when another is sent to the same address`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let owner = acme.asOwner(node)
            let replaced = try await node.accounts.invite(email: "anna@acme.test", role: .viewer, as: owner)
            let anna = try await node.accounts.invite(email: "anna@acme.test", role: .member, as: owner)
            let bela = try await node.accounts.invite(email: "bela@acme.test", role: .viewer, as: owner)
            let carl = try await node.accounts.invite(email: "carl@acme.test", role: .viewer, as: owner)
            #expect(try await node.accounts.invitations(limit: 10, as: owner).invitations == [carl, bela, anna].map(\.invitation))
            try await node.accounts.revokeInvitation(bela.invitation.id, as: owner)
            #expect(try await problem { try await node.accounts.revokeInvitation(bela.invitation.id, as: owner) } == .notFound(.invitation))
            for link in [replaced.link, bela.link] {
                #expect(try await problem { _ = try await accept(link, at: node) } == .notFound(.invitation))
            }
            node.clock.advance(by: Accounts.invitationLifetime - .milliseconds(1))
            #expect(try await accept(anna.link, at: node).person.role == .member)
            node.clock.advance(by: .milliseconds(1))
            #expect(try await problem { _ = try await accept(carl.link, at: node) } == .notFound(.invitation))
            #expect(try await node.accounts.invitations(limit: 10, as: owner).invitations.isEmpty)
        }
    }

    @Test func `what is no invitation's secret opens nothing, makes no work and is soon not even looked at`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let link = try await node.accounts.invite(email: "guest@acme.test", role: .viewer, as: acme.asOwner(node)).link
            let right = secret(of: link)
            let hashes = node.passwords.count
            // The last digit of another secret, another tenant in front of the same one, and what is no secret at all.
            let wrong = [String(right.dropLast()) + (right.hasSuffix("A") ? "B" : "A"), "_" + right.dropFirst(), "", "guess", right + "A"]
            for text in wrong {
                #expect(try await problem { _ = try await accept(Self.prefix + text, at: node) } == .notFound(.invitation), "\(text)")
            }
            #expect(node.passwords.count == hashes)
            for _ in wrong.count..<Throttle.address.capacity { _ = try? await accept(Self.prefix + "guess", at: node) }
            guard case .limited = try await problem({ _ = try await accept(link, at: node) }) else { return #expect(Bool(false), "not limited") }
            _ = try await accept(link, at: node, from: "192.0.2.2")
        }
    }

    @Test func `the secret is not in the database`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let link = try await node.accounts.invite(email: "guest@acme.test", role: .viewer, as: acme.asOwner(node)).link
            let bytes = try #require(Base64.url.decode(secret(of: link)))
            let row = try await Administration.rows("SELECT to_jsonb(i)::text FROM accounts.invitation AS i", on: node.test.owner) { row in
                try row.next(String.self)
            }
            let text = try #require(row.first)
            #expect(text.contains("guest@acme.test"))
            #expect(!text.contains(Hex.encode(bytes.suffix(32))) && !text.contains(Base64.standard.encode(bytes.suffix(32))))
        }
    }

    @Test func `nobody is invited who is here, and a link is worth nothing once he came another way`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let link = try await node.accounts.invite(email: "anna@acme.test", role: .viewer, as: acme.asOwner(node)).link
            _ = try await node.makePerson("anna", in: acme)
            #expect(
                try await problem { _ = try await node.accounts.invite(email: "ANNA@acme.test", role: .viewer, as: acme.asOwner(node)) }
                    == .conflict(.emailTaken))
            #expect(try await problem { _ = try await accept(link, at: node) } == .conflict(.emailTaken))
            #expect(
                pointers(try await problem { _ = try await node.accounts.invite(email: "anna", role: .viewer, as: acme.asOwner(node)) })
                    == ["/email"])
            let guest = try await node.accounts.invite(email: "guest@acme.test", role: .viewer, as: acme.asOwner(node)).link
            let said = try await problem {
                _ = try await node.accounts.acceptInvitation(
                    token: secret(of: guest), password: Secret("short"), firstName: "", lastName: nil, from: somewhere)
            }
            #expect(pointers(said) == ["/password", "/first_name"])
        }
    }

    @Test func `a tenant has so many open invitations, page by page, and no other tenant sees or ends them`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let owner = acme.asOwner(node)
            var ids: [InvitationID] = []
            for number in 0..<Accounts.invitationLimit {
                ids.append(try await node.accounts.invite(email: "g\(number)@acme.test", role: .viewer, as: owner).invitation.id)
            }
            #expect(
                try await problem { _ = try await node.accounts.invite(email: "more@acme.test", role: .viewer, as: owner) }
                    == .limitReached(.invitation, limit: Accounts.invitationLimit))
            // Another one to the same address takes the place of the first.
            ids.append(try await node.accounts.invite(email: "g0@acme.test", role: .viewer, as: owner).invitation.id)
            ids.removeFirst()
            let first = try await node.accounts.invitations(limit: 60, as: owner)
            let second = try await node.accounts.invitations(limit: 60, after: first.next, as: owner)
            #expect(first.invitations.map(\.id) + second.invitations.map(\.id) == ids.reversed() && second.next == nil)

            #expect(try await node.accounts.invitations(limit: 60, as: other.asOwner(node)).invitations.isEmpty)
            #expect(try await problem { try await node.accounts.revokeInvitation(ids[0], as: other.asOwner(node)) } == .notFound(.invitation))
            // Those that have expired make room.
            node.clock.advance(by: Accounts.invitationLifetime)
            _ = try await node.accounts.invite(email: "more@acme.test", role: .viewer, as: owner)
        }
    }

    @Test func `a suspended tenant takes nobody in, and a closed one has no invitations`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let link = try await node.accounts.invite(email: "guest@acme.test", role: .viewer, as: acme.asOwner(node)).link
            try await node.accounts.decide(.suspend(reason: nil), about: acme.tenant)
            #expect(try await problem { _ = try await accept(link, at: node) } == .forbidden(.tenantSuspended))
            try await node.accounts.decide(.reactivate, about: acme.tenant)
            try await node.accounts.close(confirming: "acme", as: acme.asOwner(node))
            #expect(try await problem { _ = try await accept(link, at: node) } == .notFound(.invitation))
        }
    }
}
