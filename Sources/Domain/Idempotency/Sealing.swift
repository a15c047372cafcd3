import Contracts
import Core
import Crypto
import Database

extension Idempotency {
    /// The place of an answer, to which its seal is bound.
    static func place(of key: String, _ request: ID<Undertaking>) -> String { "idempotency.record.answer:\(request):\(key)" }

    func seal(_ bytes: [UInt8], for tenant: TenantID, at place: String) async throws -> [UInt8] {
        guard tenant == Self.operatorTenant else { return try await sealing.seal(bytes, for: tenant, context: place) }
        return Sealed(sealing: bytes, with: operatorKey, boundTo: place.utf8, chance: runtime.chance).bytes
    }

    func open(_ sealed: [UInt8], for tenant: TenantID, at place: String) async throws -> [UInt8] {
        guard tenant == Self.operatorTenant else { return try await sealing.open(sealed, for: tenant, context: place) }
        return try Sealed(stored: sealed).open(with: operatorKey, boundTo: place.utf8)
    }
}
