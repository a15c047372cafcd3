import Accounts
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct PasswordTests {
    @Test func `a new password ends every token of the person, and answers the only one that is left`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let anna = try await node.makePerson("anna", in: acme)
            let tokens = [
                try await node.signIn(anna.email, "password of anna", to: acme.tenant).token,
                try await node.signIn(anna.email, "password of anna", to: acme.tenant).token,
            ]
            let others = try await node.signIn(acme.owner.email, acme.owner.password.reveal, to: acme.tenant).token
            let caller = try #require(try await node.admits(tokens[0]))
            let new = try await node.accounts.changePassword(
                from: Secret("password of anna"), to: Secret("something else"), as: caller, from: somewhere)
            for token in tokens { #expect(try await node.admits(token) == nil) }
            #expect(try await node.admits(new)?.person == anna.id)
            #expect(try await node.admits(others) != nil)
            #expect(try await node.problem(anna.email, "password of anna", to: acme.tenant) == .unauthenticated(.wrongPassword))
            #expect(try await node.problem(anna.email, "something else", to: acme.tenant) == nil)
        }
    }

    @Test func `nothing changes without the old password, for a key, or with a new one that is too short`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            func change(from old: String, to new: String, as caller: Caller) async throws -> Problem? {
                try await problem {
                    _ = try await node.accounts.changePassword(from: Secret(old), to: Secret(new), as: caller, from: somewhere)
                }
            }
            let right = acme.owner.password.reveal
            #expect(try await change(from: "guess", to: "something else", as: acme.asOwner(node)) == .unauthenticated(.wrongPassword))
            #expect(try await change(from: right, to: "something else", as: acme.asKey(node)) == .forbidden(.personOnly))
            #expect(pointers(try await change(from: right, to: "1234567", as: acme.asOwner(node))) == ["/new_password"])
            #expect(try await node.problem(acme.owner.email, right, to: acme.tenant) == nil)
            // Whoever has found a browser open cannot try passwords there either.
            for _ in 0..<Throttle.pair.capacity { _ = try await change(from: "guess", to: "something else", as: acme.asOwner(node)) }
            guard case .limited = try await change(from: right, to: "something else", as: acme.asOwner(node)) else {
                return #expect(Bool(false), "not limited")
            }
        }
    }

    @Test func `of two who change the password at the same time one succeeds`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let outcomes = try await withThrowingTaskGroup(of: Problem?.self) { group in
                for new in ["something else", "something new"] {
                    group.addTask {
                        try await problem {
                            _ = try await node.accounts.changePassword(
                                from: acme.owner.password, to: Secret(new), as: acme.asOwner(node), from: somewhere)
                        }
                    }
                }
                return try await group.reduce(into: [Problem?]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1, "\(outcomes)")
        }
    }
}
