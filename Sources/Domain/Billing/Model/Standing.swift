package import Core

/// How a tenant stands at the moment, as every answer tells it.
package struct Standing: Sendable, Hashable {
    /// What it may do.
    package let limits: PlanLimits
    /// How many messages were accepted today: exact where this process accepted them last, a few seconds old where another one did.
    package let messagesToday: Int
    /// When the day turns.
    package let resetsAt: Instant
}
