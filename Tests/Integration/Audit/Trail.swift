import Audit
import Contracts
import Core
import Database
import TestSupport
import Testing

/// A database with trails of its own, and what a superuser can do to them.
struct Trail: Sendable {
    static let key = Secret([UInt8](repeating: 9, count: 32))

    let test: TestDatabase
    let clock = ManualClock()
    let log = CapturedLog()
    let audit: Audit
    let tenant: TenantID
    let other: TenantID

    private init(_ test: TestDatabase) {
        self.test = test
        audit = Audit(database: test.database, key: Self.key, runtime: .testing(clock: clock, log: log))
        (tenant, other) = (test.runtime.ids.next(), test.runtime.ids.next())
    }

    static func with(_ body: (Trail) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            let trail = Trail(test)
            for tenant in [trail.tenant, trail.other] {
                try await test.script(
                    """
                    INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
                    VALUES ('\(tenant)', 's\(tenant)', 'x', 'UTC', 'active', now(), now())
                    """)
            }
            try await body(trail)
        }
    }

    /// Writes that many entries to the tenant's trail, as its making and its people would.
    func write(_ count: Int, of tenant: TenantID? = nil) async throws {
        let tenant = tenant ?? self.tenant
        for number in 0..<count {
            try await test.database.system { tx in
                try audit.record(AuditEntry(.keyCreated, "key:\(number)", of: tenant, after: ["name": "a “key”", "number": .number(1.5)]), in: tx)
            }
        }
    }

    /// What is wrong with the tenant's trail, looked at with all others.
    func faults(of tenant: TenantID? = nil, noted: [TenantID?: TrailEnd] = [:]) async throws -> [TrailFault] {
        let tenant = tenant ?? self.tenant
        return try await reports(noted: noted).first { $0.tenant == tenant }?.faults ?? []
    }

    /// What is found of all trails.
    func reports(noted: [TenantID?: TrailEnd] = [:]) async throws -> [TrailReport] {
        var reports: [TrailReport] = []
        try await audit.verify(tenants: [], noted: noted) { reports.append($0) }
        return reports
    }
}
