import Core

/// Where a chain ends.
struct Head: Sendable, Equatable {
    /// What stands before the first entry.
    static let nothing = [UInt8](repeating: 0, count: 32)
    /// In place of the seal of an end that somebody else has touched: it never becomes whole again.
    static let broken = [UInt8](repeating: 0, count: 32)

    /// How many entries there are.
    var sequence: Int64 = 0
    /// The code of the last.
    var hash = nothing
    /// Since when refusals are counted.
    var refusalsSince: Instant
    /// How many were written down since.
    var refusals: Int32 = 0
    /// How many were not, since one was.
    var leftOut: Int64 = 0

    /// Counts a refusal; whether it is to be written down.
    mutating func countRefusal(at now: Instant) -> Bool {
        if now < refusalsSince || now >= refusalsSince + .seconds(3600) {
            refusalsSince = now
            refusals = 0
        }
        guard refusals < Int32(Audit.refusalsPerHour) else {
            leftOut += 1
            return false
        }
        refusals += 1
        return true
    }
}
