package import Contracts
package import Core

/// A URL at which a tenant wants news.
package struct EndpointRecord: Sendable, Hashable {
    /// How long a URL may be, in bytes.
    package static let urlLimit = 2048
    /// How many endpoints one page lists at most.
    package static let pageLimit = 100

    /// Which it is.
    package let id: EndpointID
    /// Where to post.
    package let url: String
    /// The instance whose news it wants; nil for all of the tenant's.
    package let instance: InstanceID?
    /// The kinds of news it wants; nil for all.
    package let kinds: Set<Notice.Kind>?
    /// Whose words the bodies have.
    package let dialect: DialectName
    /// Whether it is posted to.
    package let status: Status
    /// Why it is paused, if it is.
    package let pausedReason: String?
    /// When it was made.
    package let createdAt: Instant

    /// Whether an endpoint is posted to.
    package enum Status: String, Sendable, CaseIterable { case enabled, paused }

    /// Puts a record together.
    package init(
        id: EndpointID, url: String, instance: InstanceID?, kinds: Set<Notice.Kind>?, dialect: DialectName, status: Status,
        pausedReason: String?, createdAt: Instant
    ) {
        self.id = id
        self.url = url
        self.instance = instance
        self.kinds = kinds
        self.dialect = dialect
        self.status = status
        self.pausedReason = pausedReason
        self.createdAt = createdAt
    }

    /// How an audit trail names it.
    var subject: String { "webhook_endpoint:\(id)" }

    /// What of it stands in an audit trail: of the URL nothing from the question mark on, where some services have their secrets.
    var audited: JSON {
        [
            "url": .string(String(url.prefix { $0 != "?" && $0 != "#" })), "instance_id": .optional(instance?.description),
            "events": kinds.map { .array($0.map(\.rawValue).sorted().map(JSON.string)) } ?? ["*"], "dialect": .string(dialect.rawValue),
        ]
    }
}
