import App
import Contracts
import Core
import Database
import HTTP
import Media
import Net
import TestSupport
import Testing

/// A tenant on the suite's Herald, and the files that it keeps there.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant
    let media: Media

    init() async throws {
        harness = try #require(Harness.shared)
        tenant = try await harness.someTenant()
        media = harness.deployment.media
    }

    var caller: Caller { Self.caller(tenant.id) }

    static func caller(_ tenant: TenantID) -> Caller {
        Caller(tenant: tenant, key: KeyID(high: 1, low: 1), environment: .live, instance: nil, scopes: .all)
    }

    /// Hands a file to Media in pieces.
    func keep(
        _ bytes: [UInt8], as kind: MediaKind? = nil, name: String? = nil, by step: Int = 10_000, until: Instant? = nil, as caller: Caller? = nil
    ) async throws -> MediaItem {
        var rest = bytes[...]
        return try await media.receive(as: kind, fileName: name, until: until, as: caller ?? self.caller) {
            defer { rest = rest.dropFirst(step) }
            return rest.isEmpty ? nil : Array(rest.prefix(step))
        }
    }

    /// All bytes of a file, as a session reads them.
    func bytes(of file: MediaReference) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await session.read(file) { bytes += $0 }
        return bytes
    }

    /// The files as a session of the tenant has them.
    var session: any SessionMedia {
        media.media(of: InstanceReference(tenant: tenant.id, id: InstanceID(high: 1, low: 1)))
    }

    /// How many rows of a table are the tenant's.
    func count(_ table: StaticString, where condition: StaticString = "true") async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM \(raw: table) WHERE tenant_id = \(tenant.id) AND \(raw: condition)")
    }

    func script(_ sql: String) async throws { try await harness.database.script(sql) }

    /// The rules that a call breaks, and where.
    static func violations(_ call: () async throws -> some Any) async -> [Violation] {
        do {
            _ = try await call()
            return []
        } catch Problem.invalid(let violations) {
            return violations
        } catch {
            Issue.record("\(error)")
            return []
        }
    }
}
