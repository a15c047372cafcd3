package import Contracts
package import Core

extension Billing: MediaLimits {
    package func mediaLimit(of kind: MediaKind, for tenant: TenantID) async throws -> Int? {
        guard let limits = try await limits(of: tenant) else { return 0 }
        // A voice note is an audio file; plans do not tell them apart.
        return limits.mediaBytes[kind == .voice ? .audio : kind]
    }
}
