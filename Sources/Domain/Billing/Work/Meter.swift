import Contracts
import Core
import Database

/// Remembers how many messages tenants have used up today, so that every answer can say it.
///
/// What this process accepts it hears of at once; what others accept, and what is given back, is looked up every few seconds, for all tenants that
/// were asked about since in one question. Figures of a day that is over are not told.
final class Meter: Sendable {
    private struct Reading {
        var day: CivilDay
        var messages: Int
        /// Whether anybody has asked since it was looked up.
        var isWanted: Bool
    }

    private let readings = Lock<[TenantID: Reading]>([:])
    private let database: Database
    private let clock: any Clock

    init(database: Database, clock: any Clock) {
        self.database = database
        self.clock = clock
    }

    /// How many messages the tenant has used up on that day; nil if nobody knows here.
    func messages(of tenant: TenantID, on day: CivilDay) -> Int? {
        readings.withLock { readings in
            guard let index = readings.index(forKey: tenant) else { return nil }
            readings.values[index].isWanted = true
            let reading = readings.values[index]
            // A new day begins with nothing; what others have accepted on it by now is looked up next.
            return reading.day == day ? reading.messages : reading.day < day ? 0 : nil
        }
    }

    /// The tenant had used up so many messages of that day when a request of its was accepted here.
    func heard(_ messages: Int, of tenant: TenantID, on day: CivilDay) {
        readings.withLock { readings in
            // Answers of requests at the same time may overtake each other.
            let known = readings[tenant].flatMap { $0.day == day ? $0.messages : nil } ?? 0
            keep(max(known, messages), of: tenant, on: day, in: &readings)
        }
    }

    /// Looks up one tenant.
    func look(for tenant: TenantID, on day: CivilDay) async throws -> Int {
        let messages = try await database.system { tx in try UsageStore.messages(of: [tenant], on: day, in: tx) }[tenant] ?? 0
        readings.withLock { keep(messages, of: tenant, on: day, in: &$0) }
        return messages
    }

    /// Looks up everybody who was asked about since the last time.
    func look() async throws {
        let wanted = readings.withLock { readings in
            readings.filter(\.value.isWanted).map(\.key)
        }
        guard !wanted.isEmpty else { return }
        let day = clock.now.day
        let found = try await database.system { tx in try UsageStore.messages(of: wanted, on: day, in: tx) }
        readings.withLock { readings in
            for tenant in wanted {
                readings[tenant] = Reading(day: day, messages: found[tenant] ?? 0, isWanted: false)
            }
        }
    }

    private func keep(_ messages: Int, of tenant: TenantID, on day: CivilDay, in readings: inout [TenantID: Reading]) {
        // Everything goes at once: it happens to a process with very many tenants only, and costs one look for each that is asked about again.
        if readings.count >= Billing.cacheLimit, readings[tenant] == nil { readings.removeAll(keepingCapacity: true) }
        readings[tenant] = Reading(day: day, messages: messages, isWanted: true)
    }
}
