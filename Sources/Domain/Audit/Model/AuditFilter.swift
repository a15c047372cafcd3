package import Contracts
package import Core

/// Which entries are wanted.
package struct AuditFilter: Sendable {
    /// Those of this action alone.
    package var action: AuditAction?
    /// Those from that moment on.
    package var from: Instant?
    /// Those before that moment.
    package var to: Instant?

    /// Puts a filter together; without anything it lets all through.
    package init(action: AuditAction? = nil, from: Instant? = nil, to: Instant? = nil) {
        self.action = action
        self.from = from
        self.to = to
    }
}

/// In whose trail they are.
package enum AuditScope: Sendable {
    /// One tenant's.
    case tenant(TenantID)
    /// The operator's.
    case operatorOnly
    /// All.
    case everything
}
