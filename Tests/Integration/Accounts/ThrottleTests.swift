import Accounts
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct ThrottleTests {
    private let wrong = Problem.unauthenticated(.wrongPassword)

    @Test func `who guesses wrong too often waits, and then may try again`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for _ in 0..<Throttle.pair.capacity { #expect(try await node.problem(acme.owner.email, "guess", to: acme.tenant) == wrong) }
            let refused = try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant)
            let seconds = Int(Throttle.pair.interval.components.seconds)
            #expect(refused == .limited(retryAfter: seconds), "the right password, too")
            let hashes = node.passwords.count
            _ = try await node.problem(acme.owner.email, "guess", to: acme.tenant)
            #expect(node.passwords.count == hashes, "whoever is refused makes no work")

            node.clock.advance(by: .seconds(seconds - 1))
            #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant) == .limited(retryAfter: 1))
            node.clock.advance(by: .seconds(1))
            #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant) == nil)
        }
    }

    @Test func `a stranger who guesses does not keep anybody else out`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for _ in 0..<Throttle.pair.capacity * 3 { _ = try await node.problem(acme.owner.email, "guess", to: acme.tenant, from: "203.0.113.7") }
            #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant, from: "192.0.2.1") == nil)
        }
    }

    @Test func `an account that is not there is throttled as one that is`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for (email, tenant) in [("nobody@acme.test", "acme"), (acme.owner.email, "nobody")] {
                var problems: [Problem?] = []
                for _ in 0...Throttle.pair.capacity {
                    problems.append(
                        try await problem {
                            _ = try await node.accounts.signIn(email: email, password: Secret("guess"), tenantNamed: tenant, from: somewhere)
                        })
                }
                #expect(problems.dropLast().allSatisfy { $0 == wrong })
                #expect(problems.last == .limited(retryAfter: Int(Throttle.pair.interval.components.seconds)))
            }
        }
    }

    @Test func `the right password does not count, however often`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            for _ in 0..<Throttle.address.capacity + 5 {
                #expect(try await node.problem(acme.owner.email, acme.owner.password.reveal, to: acme.tenant) == nil)
            }
        }
    }

    @Test func `many guesses at the same time are no more than one after another`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let before = node.passwords.count
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<200 { group.addTask { _ = try? await node.problem(acme.owner.email, "guess", to: acme.tenant) } }
            }
            #expect(node.passwords.count - before <= Throttle.pair.capacity)
        }
    }

    @Test func `an address has so many guesses at all accounts together, and IPv6 a network's`() throws {
        let groups: [(addresses: [String], other: String)] = [
            (["192.0.2.1"], "192.0.2.2"),
            (["2001:db8:0:7::1", "2001:db8::7:1:2:3:4", "2001:DB8:0:7:ffff:ffff:ffff:ffff"], "2001:db8:0:8::1"),
            (["198.51.100.4", "::ffff:198.51.100.4", "::FFFF:c633:6404"], "::ffff:198.51.100.5"),
            (["fe80::1%eth0", "fe80::2%eth1"], "fe81::1"),
        ]
        for (addresses, other) in groups {
            let throttle = Throttle(clock: ManualClock())
            for number in 0..<Throttle.address.capacity {
                _ = try throttle.begin("account \(number)", from: addresses[number % addresses.count])
            }
            for address in addresses {
                #expect(throws: Problem.limited(retryAfter: Int(Throttle.address.interval.components.seconds)), "\(address)") {
                    try throttle.begin("yet another", from: address)
                }
            }
            _ = try throttle.begin("yet another", from: other)
        }
    }

    @Test func `guesses at one account from everywhere are slowed down, but not for those who were there before`() throws {
        let clock = ManualClock()
        let throttle = Throttle(clock: clock)
        throttle.forgive(try throttle.begin("anna", from: "192.0.2.1"), wasRight: true)
        for number in 0..<Throttle.account.capacity { _ = try throttle.begin("anna", from: "10.0.\(number).1") }
        #expect(throws: Problem.limited(retryAfter: 3)) { try throttle.begin("anna", from: "203.0.113.5") }
        _ = try throttle.begin("anna", from: "192.0.2.1")
        _ = try throttle.begin("bela", from: "203.0.113.5")
        clock.advance(by: Throttle.account.interval)
        _ = try throttle.begin("anna", from: "203.0.113.5")
    }

    @Test func `what was not looked at does not count, and is no acquaintance`() throws {
        let throttle = Throttle(clock: ManualClock())
        for _ in 0..<Throttle.account.capacity { throttle.forgive(try throttle.begin("anna", from: "192.0.2.1"), wasRight: false) }
        for number in 0..<Throttle.account.capacity { _ = try throttle.begin("anna", from: "10.0.\(number).1") }
        #expect(throws: Problem.self) { try throttle.begin("anna", from: "192.0.2.1") }
    }

    @Test func `its tables are bounded, and what is used up most is forgotten last`() throws {
        let throttle = Throttle(clock: ManualClock())
        for _ in 0..<Throttle.pair.capacity { _ = try throttle.begin("anna", from: "192.0.2.1") }
        for number in 0..<Throttle.limit * 2 {
            _ = try throttle.begin("account \(number)", from: "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)")
            if number % 1000 == 0 { #expect(throttle.count <= Throttle.limit) }
        }
        #expect(throttle.count <= Throttle.limit)
        #expect(throws: Problem.self) { try throttle.begin("anna", from: "192.0.2.1") }
    }

    @Test func `only so many passwords from one address are hashed at a time, and others have room beside them`() async throws {
        let throttle = Throttle(clock: ManualClock())
        try await nested(Throttle.atOnce, throttle) {
            await #expect(throws: Problem.limited(retryAfter: 1)) { try await throttle.work(from: "192.0.2.1") {} }
            try await throttle.work(from: "192.0.2.2") {}
            try await throttle.work(from: nil) {}
        }
        try await throttle.work(from: "192.0.2.1") {}
    }

    private func nested(_ depth: Int, _ throttle: Throttle, _ body: () async throws -> Void) async throws {
        try await throttle.work(from: "192.0.2.1") {
            if depth > 1 { try await nested(depth - 1, throttle, body) } else { try await body() }
        }
    }
}
