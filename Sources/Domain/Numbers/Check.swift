package import Contracts
import Core
import Database

extension Numbers {
    /// Which of the numbers are on WhatsApp: one answer for each, duplicates merged, in order. What was asked within `memory` is not asked again.
    /// Throws `Problem.notReady` unless the instance is connected, and `Problem.limited` when it has asked too much.
    package func check(
        _ numbers: [PhoneNumber], from named: InstanceID? = nil, as caller: Caller
    ) async throws -> [NumberFact] {
        guard (1...Self.perRequest).contains(numbers.count) else {
            throw Problem.invalid([Violation("/numbers", "must name 1 to \(Self.perRequest) numbers")])
        }
        let standing = try await standing(named, as: caller)
        var seen: Set<PhoneNumber> = []
        let numbers = numbers.filter { seen.insert($0).inserted }
        let now = runtime.clock.now
        var facts = try await database.read(as: standing.instance.tenant) { tx in
            try RegistrationStore.find(
                numbers, of: standing.instance.tenant, isSandbox: standing.isSandbox, checkedSince: now - Self.memory, in: tx)
        }
        let unknown = numbers.filter { facts[$0] == nil }
        if !unknown.isEmpty {
            for fact in try await lookUp(unknown, on: standing) { facts[fact.number] = fact }
        }
        return try numbers.map { number in
            guard let fact = facts[number] else { throw Problem.unavailable(retryAfter: 1) }
            return fact
        }
    }

    private func standing(_ named: InstanceID?, as caller: Caller) async throws -> InstanceStanding {
        let standing: InstanceStanding
        do {
            standing = try await directory.instance(named, for: caller)
        } catch Problem.notFound(.instance) where named == nil && caller.instance == nil {
            // Where there is none at all, none is connected.
            throw Problem.notReady(.created)
        }
        guard standing.status.isReady else { throw Problem.notReady(standing.status) }
        return standing
    }

    /// Asks WhatsApp, if the instance may still ask so much, and remembers what it says.
    private func lookUp(_ numbers: [PhoneNumber], on standing: InstanceStanding) async throws -> [NumberFact] {
        let instance = standing.instance
        let asked = runtime.clock.now
        try await database.write(as: instance.tenant) { tx in
            var allowance = try AllowanceStore.lock(instance, at: asked, in: tx)
            if let wait = allowance.take(numbers.count, at: asked) { throw Problem.limited(retryAfter: wait) }
            try AllowanceStore.set(allowance, of: instance, in: tx)
        }
        do {
            let facts = try await errands.run(LookUp(numbers: numbers), on: instance).map { NumberFact($0, checkedAt: asked) }
            try await database.write(as: instance.tenant) { tx in
                try RegistrationStore.keep(facts, of: instance.tenant, isSandbox: standing.isSandbox, in: tx)
            }
            return facts
        } catch let failure as SendFailure {
            // WhatsApp was not asked.
            try await database.write(as: instance.tenant) { tx in
                var allowance = try AllowanceStore.lock(instance, at: asked, in: tx)
                allowance.giveBack(numbers.count)
                try AllowanceStore.set(allowance, of: instance, in: tx)
            }
            throw Self.problem(failure)
        }
    }

    private static func problem(_ failure: SendFailure) -> Problem {
        switch failure {
        case .notConnected: .notReady(.disconnected)
        case .unsupported: .invalid([Violation("", "the instance's channel does not tell who is on WhatsApp")])
        case .overloaded, .refused, .notFound, .notAllowed: .unavailable(retryAfter: 1)
        }
    }
}
