import Accounts
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct PeopleTests {
    @Test(.tags(.FS1_29, .FS1_31)) func `a key makes people, who are members and whose addresses are taken from then on`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let new = NewPerson(firstName: "Anna", lastName: "Abel", email: "Anna@acme.test", password: Secret("admin123"))
            let anna = try await node.accounts.register(new, from: somewhere, as: acme.asKey(node))
            #expect(anna.email == "anna@acme.test" && anna.firstName == "Anna" && anna.lastName == "Abel" && anna.role == .member)
            #expect(anna.createdAt == node.clock.now)
            #expect(try await node.signIn("anna@acme.test", "admin123", to: acme.tenant).person == anna)
            var again = new
            again.email = "ANNA@ACME.TEST"
            let hashes = node.passwords.count
            let refused = try await problem { _ = try await node.accounts.register(again, from: somewhere, as: acme.asKey(node)) }
            #expect(refused == .conflict(.emailTaken))
            #expect(node.passwords.count == hashes)
        }
    }

    @Test func `of ten who want one address at once one gets it`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let outcomes = try await withThrowingTaskGroup(of: Problem?.self) { group in
                for _ in 0..<Throttle.atOnce {
                    group.addTask {
                        try await problem {
                            let new = NewPerson(firstName: nil, lastName: nil, email: "anna@acme.test", password: Secret("admin123"))
                            _ = try await node.accounts.register(new, from: somewhere, as: acme.asKey(node))
                        }
                    }
                }
                return try await group.reduce(into: [Problem?]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == .conflict(.emailTaken) } == Throttle.atOnce - 1)
        }
    }

    @Test func `every rule that a person breaks is said at once`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let wrong = NewPerson(firstName: "", lastName: "a\u{7}", email: "nobody", password: Secret("1234567"))
            let said = try await problem { _ = try await node.accounts.register(wrong, from: somewhere, as: acme.asKey(node)) }
            #expect(pointers(said) == ["/first_name", "/last_name", "/email", "/password"])
            for (length, isValid) in [(7, false), (8, true), (1024, true), (1025, false)] {
                let new = NewPerson(
                    firstName: nil, lastName: nil, email: "p\(length)@acme.test", password: Secret(String(repeating: "a", count: length)))
                #expect(
                    pointers(try await problem { _ = try await node.accounts.register(new, from: somewhere, as: acme.asKey(node)) })
                        == (isValid ? [] : ["/password"]), "\(length) bytes")
            }
        }
    }

    @Test func `only who manages the whole tenant has a say over its people`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let anna = try await node.makePerson("anna", in: acme)
            let callers: [(Caller, Problem)] = [
                (node.caller(anna.id, of: acme.tenant, in: .member), .forbidden(.role)),
                (node.caller(anna.id, of: acme.tenant, in: .viewer), .forbidden(.role)),
                (acme.asKey(node, scopes: [.send, .read]), .forbidden(.scope)),
                // A key of the sandbox or of one instance would reach everything through a person of its making.
                (acme.asKey(node, .test), .forbidden(.scope)), (acme.asKey(node, instance: node.runtime.ids.next()), .forbidden(.scope)),
            ]
            for (caller, refusal) in callers {
                let new = NewPerson(firstName: nil, lastName: nil, email: "new@acme.test", password: Secret("password"))
                #expect(try await problem { _ = try await node.accounts.register(new, from: somewhere, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.people(limit: 10, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.person(acme.owner.id, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.change(anna.id, role: .admin, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.change(acme.owner.id, firstName: .set("X"), as: caller) } == refusal)
                #expect(try await problem { try await node.accounts.removePerson(anna.id, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.invite(email: "x@acme.test", role: .viewer, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.invitations(limit: 10, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.update(TenantChange(name: "X"), as: caller) } == refusal)
                #expect(try await problem { try await node.accounts.export(as: caller) { _ in } } == refusal)
            }
            // His own things anybody may see, and say what he is called.
            let asAnna = node.caller(anna.id, of: acme.tenant, in: .member)
            #expect(try await node.accounts.person(anna.id, as: asAnna) == anna)
            #expect(try await node.accounts.change(anna.id, firstName: .cleared, lastName: .set("Zed"), as: asAnna).lastName == "Zed")
            #expect(try await node.accounts.person(anna.id, as: asAnna).firstName == nil)
        }
    }

    @Test func `only an owner's own token makes owners, unmakes and removes them`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let (bela, anna) = (try await node.makePerson("bela", .owner, in: acme), try await node.makePerson("anna", .admin, in: acme))
            let formerOwner = node.caller(anna.id, of: acme.tenant, in: .owner)
            for (caller, refusal) in [
                (node.caller(anna.id, of: acme.tenant, in: .admin), Problem.forbidden(.role)), (acme.asKey(node), .forbidden(.personOnly)),
                // A token that says so is not enough: the role may have been taken away a moment ago.
                (formerOwner, .forbidden(.role)),
            ] {
                #expect(try await problem { _ = try await node.accounts.change(anna.id, role: .owner, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.change(bela.id, role: .viewer, as: caller) } == refusal)
                #expect(try await problem { try await node.accounts.removePerson(bela.id, as: caller) } == refusal)
                #expect(try await problem { _ = try await node.accounts.invite(email: "x@acme.test", role: .owner, as: caller) } == refusal)
                #expect(try await problem { try await node.accounts.close(confirming: "acme", as: caller) } == refusal)
            }
            _ = try await node.accounts.change(bela.id, role: .admin, as: acme.asOwner(node))
            _ = try await node.accounts.removePerson(bela.id, as: node.caller(anna.id, of: acme.tenant, in: .admin))
        }
    }

    @Test func `another role, or none any more, ends somebody's tokens and invitations, and nobody else's`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for (name, end) in [("anna", false), ("bela", true)] {
                let person = try await node.makePerson(name, .admin, in: acme)
                let (token, others) = (
                    try await node.signIn(person.email, "password of \(name)", to: acme.tenant).token,
                    try await node.signIn(acme.owner.email, acme.owner.password.reveal, to: acme.tenant).token
                )
                let caller = try #require(try await node.admits(token))
                let guest = try await node.accounts.invite(email: "guest-of-\(name)@acme.test", role: .admin, as: caller)
                // Another name changes nothing about what he may do.
                _ = try await node.accounts.change(person.id, role: .admin, firstName: .set("Other"), as: acme.asOwner(node))
                #expect(try await node.admits(token) != nil)

                if end {
                    try await node.accounts.removePerson(person.id, as: acme.asOwner(node))
                    #expect(try await problem { _ = try await node.accounts.person(person.id, as: acme.asKey(node)) } == .notFound(.user))
                } else {
                    #expect(try await node.accounts.change(person.id, role: .viewer, as: acme.asOwner(node)).role == .viewer)
                }
                #expect(try await node.admits(token) == nil)
                #expect(try await node.admits(others) != nil)
                let open = try await node.accounts.invitations(limit: 10, as: acme.asKey(node)).invitations
                #expect(!open.contains { $0.id == guest.invitation.id })
            }
        }
    }

    @Test func `a tenant has an owner at all times, whatever its owners do at the same time`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            #expect(
                try await problem { _ = try await node.accounts.change(acme.owner.id, role: .admin, as: acme.asOwner(node)) } == .conflict(.lastOwner)
            )
            #expect(try await problem { try await node.accounts.removePerson(acme.owner.id, as: acme.asOwner(node)) } == .conflict(.lastOwner))

            for round in 0..<10 {
                let slug = "round-\(round)"
                let made = try await node.makeTenant(slug)
                let other = try await node.makePerson("other", .owner, in: made)
                // Each unmakes the other at once: one is too late.
                let outcomes = try await withThrowingTaskGroup(of: Problem?.self) { group in
                    for (actor, subject) in [(made.owner.id, other.id), (other.id, made.owner.id)] {
                        group.addTask {
                            try await problem {
                                let caller = node.caller(actor, of: made.tenant, in: .owner)
                                if round % 2 == 0 {
                                    try await node.accounts.removePerson(subject, as: caller)
                                } else {
                                    _ = try await node.accounts.change(subject, role: .member, as: caller)
                                }
                            }
                        }
                    }
                    return try await group.reduce(into: [Problem?]()) { $0.append($1) }
                }
                #expect(outcomes.count { $0 == nil } == 1 && outcomes.contains(.forbidden(.role)), "\(outcomes)")
                // Both step down at once: one has to stay.
                let again = try await node.makeTenant("again-\(round)")
                let second = try await node.makePerson("second", .owner, in: again)
                let steps = try await withThrowingTaskGroup(of: Problem?.self) { group in
                    for person in [again.owner.id, second.id] {
                        group.addTask {
                            try await problem {
                                _ = try await node.accounts.change(
                                    person, role: .admin, as: node.caller(person, of: again.tenant, in: .owner))
                            }
                        }
                    }
                    return try await group.reduce(into: [Problem?]()) { $0.append($1) }
                }
                #expect(steps.count { $0 == nil } == 1 && steps.contains(.conflict(.lastOwner)), "\(steps)")
            }
        }
    }

    @Test func `people are listed page by page, and only the tenant's own are there`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            var ids = [acme.owner.id]
            for name in ["anna", "bela", "carl"] { ids.append(try await node.makePerson(name, in: acme).id) }
            let first = try await node.accounts.people(limit: 3, as: acme.asKey(node))
            let second = try await node.accounts.people(limit: 3, after: first.next, as: acme.asKey(node))
            #expect(first.people.map(\.id) + second.people.map(\.id) == ids && second.next == nil)
            #expect(try await node.accounts.people(limit: 4, as: acme.asKey(node)).next == nil)
            #expect(try await node.accounts.people(limit: -1, as: acme.asKey(node)).people.count == 1)

            let foreign = other.asOwner(node)
            #expect(try await problem { _ = try await node.accounts.person(ids[1], as: foreign) } == .notFound(.user))
            #expect(try await problem { _ = try await node.accounts.change(ids[1], role: .admin, as: foreign) } == .notFound(.user))
            #expect(try await problem { try await node.accounts.removePerson(ids[1], as: foreign) } == .notFound(.user))
        }
    }

    @Test func `a tenant has so many people and no more`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            try await node.test.script(
                """
                INSERT INTO accounts.person (tenant_id, id, email, role, password, created_at, updated_at)
                SELECT '\(acme.tenant)', gen_random_uuid(), n || '@acme.test', 'viewer', '', now(), now()
                FROM generate_series(2, \(Accounts.peopleLimit)) AS n
                """)
            let new = NewPerson(firstName: nil, lastName: nil, email: "new@acme.test", password: Secret("password"))
            #expect(
                try await problem { _ = try await node.accounts.register(new, from: somewhere, as: acme.asKey(node)) }
                    == .limitReached(.user, limit: Accounts.peopleLimit))
        }
    }
}
