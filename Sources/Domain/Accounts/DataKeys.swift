import Contracts
package import Core
package import Crypto
package import Database

/// Seals tenants' secrets with their data keys, which are unwrapped once and then kept in memory for a while.
///
/// What is sealed begins with one byte that says which of the tenant's data keys sealed it, so that a new one can be introduced beside it.
package struct DataKeys: Sealing {
    /// How many tenants' keys a process holds unwrapped.
    package static let cacheLimit = 10_000
    /// How long they are held. A deleted tenant's secrets end with it.
    package static let cacheLifetime: Duration = .seconds(60)

    /// Why nothing can be sealed or opened.
    package enum Failure: Error, Sendable, Hashable {
        /// The tenant has no data key, or has none any more.
        case noKey
        /// The stored data key does not unwrap: it was wrapped under another master key.
        case otherMasterKey
        /// The sealed bytes were changed, or belong to another tenant or another place.
        case broken
    }

    private struct Ring: Sendable {
        let newest: UInt8
        let keys: [UInt8: SymmetricKey]
    }

    private let database: Database
    private let masterKey: SymmetricKey
    private let chance: any Chance
    private let rings: LoadingCache<TenantID, Ring>

    /// Data keys of that database, wrapped under `masterKey`.
    package init(database: Database, masterKey: SymmetricKey, runtime: Runtime) {
        self.database = database
        self.masterKey = masterKey
        chance = runtime.chance
        rings = LoadingCache(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: .zero, clock: runtime.clock)
    }

    package func seal(_ secret: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        let ring = try await ring(of: tenant)
        guard let key = ring.keys[ring.newest] else { throw Failure.noKey }
        return [ring.newest] + Sealed(sealing: secret, with: key, boundTo: place(tenant, context), chance: chance).bytes
    }

    package func open(_ sealed: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        guard let version = sealed.first else { throw Failure.broken }
        guard let key = try await ring(of: tenant).keys[version] else { throw Failure.broken }
        do {
            return try Sealed(stored: Array(sealed.dropFirst())).open(with: key, boundTo: place(tenant, context))
        } catch {
            throw Failure.broken
        }
    }

    /// The tenant's id has a fixed length, so no context can be mistaken for another tenant's.
    private func place(_ tenant: TenantID, _ context: String) -> [UInt8] {
        var place: [UInt8] = []
        tenant.appendRaw(to: &place)
        place.append(contentsOf: context.utf8)
        return place
    }

    private func ring(of tenant: TenantID) async throws -> Ring {
        let ring = try await rings.value(of: tenant) { [database, masterKey] in
            let wrapped = try await database.system { tx in try AccountStore.keys(of: tenant, in: tx) }
            guard let newest = wrapped.first?.version else { return nil }
            var keys: [UInt8: SymmetricKey] = [:]
            do {
                for key in wrapped { keys[key.version] = try KeyWrap.unwrap(key.bytes, under: masterKey) }
            } catch {
                throw Failure.otherMasterKey
            }
            return Ring(newest: newest, keys: keys)
        }
        guard let ring else { throw Failure.noKey }
        return ring
    }
}
