package import Core

/// Where it goes what a session says of groups. Offered by Groups.
package protocol GroupTraffic: Sendable {
    /// Keeps how groups are now, in order; returns once durable. Other happenings are not handed here.
    func take(_ happenings: [GroupHappening], of instance: InstanceReference) async throws
}

/// What a session says of groups.
package enum GroupHappening: Sendable, Hashable {
    case group(GroupSnapshot)
    case left(JID, at: Instant)
}
