package import Core
package import Database

/// Where it is written down who did what that matters for security. Offered by Audit.
package protocol AuditTrail: Sendable {
    /// Writes an entry in the transaction in which it becomes true: by whom, whence and with which request is taken from `Origin.current`. Entries of
    /// a tenant may be written as that tenant or across tenants, the operator's across tenants only. It is written when the transaction has done
    /// everything else, wherever in it this is called.
    func record(_ entry: AuditEntry, in tx: borrowing Transaction) throws
}

/// Something that was done and matters for security.
package struct AuditEntry: Sendable, Hashable {
    /// In whose trail it stands; nil is the operator's, for what concerns no tenant.
    package let tenant: TenantID?
    /// What was done.
    package let action: AuditAction
    /// What it was done to, as its kind and id: `key:01a2…`; nil where the tenant itself is meant.
    package let subject: String?
    /// How that was before; nil where it was not there. No secrets.
    package let before: JSON?
    /// How it is now; nil where it is gone. No secrets.
    package let after: JSON?
    /// Who has just proved to be one of the tenant's people: whoever signs in does so without credentials.
    package let person: PersonID?

    /// Puts an entry together.
    package init(
        _ action: AuditAction, _ subject: String? = nil, of tenant: TenantID?, before: JSON? = nil, after: JSON? = nil, by person: PersonID? = nil
    ) {
        self.tenant = tenant
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
        self.person = person
    }
}
