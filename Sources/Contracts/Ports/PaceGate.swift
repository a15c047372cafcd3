package import Core

/// How fast requests may come, and how many at once. Offered by Billing, from memory; the edge asks it about every request.
package protocol PaceGate: Sendable {
    /// Counts a request that the caller's credentials admitted. One that may go on is to be ended with `end`, exactly once.
    func begin(_ caller: Caller) async throws -> Pace
    /// A request of the tenant that went on has been answered.
    func end(_ tenant: TenantID)
    /// Counts an answer of the tenant's that has no end yet, beside its requests; false when there are too many. One that was counted is to be
    /// ended with `endStream`, exactly once.
    func beginStream(_ tenant: TenantID) -> Bool
    /// An answer without an end has ended.
    func endStream(_ tenant: TenantID)
    /// What the tenant may still send today, after what it has sent meanwhile; nil where that is not known, or without a limit.
    func messages(of tenant: TenantID) async -> Allowance?

    /// Counts a request without credentials that admit, or throws `Problem.limited` when its network has sent too many.
    func beginStranger(_ network: NetworkID) throws(Problem)
    /// Whether that network has sent so many of these that one more would be refused. Counts nothing.
    func isExhausted(_ network: @autoclosure () -> NetworkID) -> Bool
}

/// Whether a request may go on.
package struct Pace: Sendable, Hashable {
    /// What is left of the requests of a second; nil without a limit.
    package let requests: Allowance?
    /// What is left of the day's messages before it; nil without a limit.
    package let messages: Allowance?
    /// In how many seconds the request may come again; nil when it may go on.
    package let refusedFor: Int?

    /// Puts the three together.
    package init(requests: Allowance?, messages: Allowance?, refusedFor: Int?) {
        self.requests = requests
        self.messages = messages
        self.refusedFor = refusedFor
    }
}

/// What is left of a limit.
package struct Allowance: Sendable, Hashable {
    /// How many there may be in its time.
    package let limit: Int
    /// How many there may be still.
    package let left: Int
    /// In how many seconds all of it is there again, rounded up.
    package let resetsIn: Int

    /// Puts the three together.
    package init(limit: Int, left: Int, resetsIn: Int) {
        self.limit = limit
        self.left = left
        self.resetsIn = resetsIn
    }
}

/// What a `NetworkID` names: whoever counts as one among addresses, an IPv4 address or the /64 of an IPv6 one, all of which one customer of a
/// provider has (RFC 6177).
package enum Network {}
/// The address that requests come from, as far as it tells clients apart.
package typealias NetworkID = ID<Network>
