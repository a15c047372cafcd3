package import Contracts
package import Core

/// A request that came with a key.
package struct KeyedRequest: Sendable {
    /// Whose it is; the operator's requests have `Idempotency.operatorTenant`.
    package let tenant: TenantID
    /// Its key.
    package let key: IdempotencyKey
    /// Its id.
    package let id: RequestID
    /// SHA-256 of method, target and content; nil while content that streams has not come.
    package let fingerprint: [UInt8]?

    /// Puts a request together.
    package init(tenant: TenantID, key: IdempotencyKey, id: RequestID, fingerprint: [UInt8]?) {
        self.tenant = tenant
        self.key = key
        self.id = id
        self.fingerprint = fingerprint
    }
}
