package import Core

/// What is written down of a request that takes effect once.
package struct UndertakingMark: Sendable {
    /// Whose request it is.
    package let tenant: TenantID
    /// What its sender calls it.
    package let key: String
    /// What tells it from any other request of that name; nil while that is not known.
    package let fingerprint: [UInt8]?
    /// Its id.
    package let request: ID<Undertaking>
    /// When it came.
    package let createdAt: Instant
    /// Until when it is known.
    package let expiresAt: Instant

    /// Puts a mark together.
    package init(
        tenant: TenantID, key: String, fingerprint: [UInt8]?, request: ID<Undertaking>, createdAt: Instant, expiresAt: Instant
    ) {
        self.tenant = tenant
        self.key = key
        self.fingerprint = fingerprint
        self.request = request
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
