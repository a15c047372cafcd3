import Core
import Crypto

/// What an invitation's link carries: the tenant, which is no secret, and 256 random bits, of which only the digest is kept.
///
/// The tenant is in it so that no table across tenants is needed to find the invitation.
struct InvitationToken: Sendable {
    private static let tenantBytes = 16
    private static let secretBytes = 32

    /// Whose invitation it is.
    let tenant: TenantID
    /// What it is looked up by.
    let digest: SHA256Digest

    /// Makes a new one, and the text for its link.
    static func make(for tenant: TenantID, chance: any Chance) -> (token: InvitationToken, text: Secret<String>) {
        let secret = chance.bytes(secretBytes)
        var bytes: [UInt8] = []
        tenant.appendRaw(to: &bytes)
        bytes += secret
        return (InvitationToken(tenant: tenant, digest: Digest.sha256(secret)), Secret(Base64.url.encode(bytes)))
    }

    /// Reads what a link carries; nil for anything else.
    init?(_ text: String) {
        guard let bytes = Base64.url.decode(text), bytes.count == Self.tenantBytes + Self.secretBytes else { return nil }
        tenant = TenantID(high: Self.number(bytes[..<8]), low: Self.number(bytes[8..<Self.tenantBytes]))
        digest = Digest.sha256(bytes[Self.tenantBytes...])
    }

    private init(tenant: TenantID, digest: SHA256Digest) {
        self.tenant = tenant
        self.digest = digest
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
