package import Contracts
package import Core
import Crypto

extension Media {
    /// A path under which everybody who knows it may have the file until it expires. Whether the file is there is not asked.
    package func link(to id: MediaID, of tenant: TenantID, lasting: Duration = linkLifetime) -> (path: String, expiresAt: Instant) {
        let expires = (runtime.clock.now + lasting).seconds
        let signature = Base64.url.encode(signature(of: id, tenant, expires))
        return ("/v1/media/\(id)/content?tenant=\(tenant)&expires=\(expires)&signature=\(signature)", Instant(seconds: expires))
    }

    /// What a link leads to: the file, and how its bytes are read. Throws `Problem.notFound(.media)` when the link is not ours or over, or the file
    /// is no longer kept; nobody is told which.
    package func linked(
        _ id: MediaID, of tenant: TenantID, expires: Int64, signature shown: String
    ) async throws -> (item: MediaItem, read: @Sendable (_ take: (MediaPiece) async throws -> Void) async throws -> Void) {
        guard let shown = Base64.url.decode(shown), ConstantTime.equal(shown, signature(of: id, tenant, expires)),
            Instant(seconds: expires) > runtime.clock.now
        else { throw Problem.notFound(.media) }
        let item = try await item(id, of: tenant)
        return (item, { take in try await read(item.reference, of: tenant, take) })
    }

    private func signature(of id: MediaID, _ tenant: TenantID, _ expires: Int64) -> [UInt8] {
        Signature.hmacSHA256(key: linkKey.reveal, "\(tenant) \(id) \(expires)".utf8)
    }
}
