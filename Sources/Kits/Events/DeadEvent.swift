package import Core

/// An event that a subscriber would not take, however often it was tried. What it says is left out: that is the tenant's.
package struct DeadEvent: Sendable, Hashable {
    /// What its id names: something that happened.
    package enum Kind {}

    /// What it can be found by: nobody else needs to know what is in it.
    package struct Place: Sendable, Hashable {
        /// The event, which other subscribers may have given up too.
        package let id: ID<Kind>
        /// Who would not take it.
        package let subscriber: String

        /// Pairs the two.
        package init(id: ID<Kind>, subscriber: String) {
            self.id = id
            self.subscriber = subscriber
        }
    }

    /// Where it is.
    package let place: Place
    /// Whose it is.
    package let tenant: TenantID
    /// What happened: `messaging.message_sent.v1`.
    package let name: String
    /// How often it was tried.
    package let tries: Int
    /// What the last try ended with, for whoever looks after the program.
    package let error: String
    /// When it was given up.
    package let diedAt: Instant
}

/// Which of the events that were given up are meant; what is nil says nothing.
package struct DeadEventFilter: Sendable, Hashable {
    /// Those of one tenant.
    package var tenant: TenantID?
    /// Those that one subscriber would not take.
    package var subscriber: String?
    /// Those of one name.
    package var name: String?
    /// One event, whoever gave it up.
    package var id: ID<DeadEvent.Kind>?

    /// Those of whom all of that holds.
    package init(tenant: TenantID? = nil, subscriber: String? = nil, name: String? = nil, id: ID<DeadEvent.Kind>? = nil) {
        self.tenant = tenant
        self.subscriber = subscriber
        self.name = name
        self.id = id
    }
}

/// Events that were put back on their way.
package struct Replay: Sendable, Hashable {
    /// How many deliveries, one for each event and subscriber.
    package let count: Int
    /// Whose they were, if they were all one tenant's.
    package let tenant: TenantID?
    /// Whether there are more of those that were meant.
    package let hasMore: Bool

    /// Puts what came of a replay together.
    package init(count: Int, tenant: TenantID?, hasMore: Bool) {
        self.count = count
        self.tenant = tenant
        self.hasMore = hasMore
    }
}
