import Contracts
package import Core
import Database

extension Audit {
    /// How many entries are looked at with one statement.
    static let verifyPage = 1000

    /// Looks at every entry of every trail and tells what was found of each, the operator's last.
    ///
    /// `tenants` are those that there are, each of which must have a trail; `noted` are ends of trails as an earlier look told them, nil being the
    /// operator's. What is written meanwhile is no fault.
    package func verify(
        tenants: Set<TenantID>, noted: [TenantID?: TrailEnd] = [:], _ tell: (TrailReport) async throws -> Void
    ) async throws {
        var beginnings: [TenantID: [UInt8]] = [:]
        // Those that are gone altogether are missed here; those that appear after this are not asked for.
        let trails = try await trails().union(tenants).subtracting([Self.operatorsTrail])
        var reports: [TenantID: TrailReport] = [:]
        for tenant in trails.sorted() {
            let report = try await look(at: tenant, noted: noted[tenant])
            beginnings[tenant] = report.beginning
            reports[tenant] = report
        }
        // Read last: whatever trail was found has said so here before.
        var announced = Announcements()
        var operators = try await look(at: Self.operatorsTrail, noted: noted[nil]) { announced.hear($0, $1) }
        if operators.end.entries == 0, !trails.isEmpty, operators.faults.isEmpty { operators.find(.gone) }
        for tenant in trails.union(announced.beginnings.keys).sorted() {
            guard var report = try await judged(tenant, reports[tenant], announced) else { continue }
            if noted[tenant] != nil, report.end.entries == 0, !announced.erased.contains(tenant), report.faults.isEmpty { report.find(.gone) }
            try await tell(report)
        }
        try await tell(operators)
    }

    /// Looks at one tenant's trail alone, as far as that can be judged without the others.
    package func verify(_ tenant: TenantID, noted: TrailEnd? = nil) async throws -> TrailReport {
        var report = try await look(at: tenant, noted: noted)
        if report.beginning == nil, report.faults.isEmpty { report.find(.gone) }
        return report
    }

    /// What the operator's trail says of the others.
    private struct Announcements {
        var beginnings: [TenantID: [[UInt8]]] = [:]
        var erased: Set<TenantID> = []

        mutating func hear(_ entry: Entry, _ hash: [UInt8]) {
            guard let subject = entry.subject, subject.hasPrefix("tenant:"), let tenant = TenantID(String(subject.dropFirst(7))) else { return }
            switch AuditAction(rawValue: entry.action) {
            case .trailBegan: beginnings[tenant, default: []].append(AuditRecord(entry, hash: hash).after?["hash"]?.string.flatMap(Hex.decode) ?? [])
            case .trailErased: erased.insert(tenant)
            default: break
            }
        }
    }

    /// What is to be told of a trail once it is known what the operator's says of it; nil for one that went with its tenant, and for one that has
    /// only just begun.
    private func judged(_ tenant: TenantID, _ found: TrailReport?, _ announced: Announcements) async throws -> TrailReport? {
        let isErased = announced.erased.contains(tenant)
        guard var report = found else {
            if isErased { return nil }
            let isNew = try await database.system { tx in try HeadStore.find(tenant, in: tx) != nil }
            if isNew { return nil }
            var report = TrailReport(of: tenant)
            report.find(.gone)
            return report
        }
        if isErased {
            // Its end goes first, so what is left has none.
            guard !report.faults.contains(.endMissing), report.beginning != nil else { return nil }
            let hasEnd = try await database.system { tx in try HeadStore.find(tenant, in: tx) != nil }
            guard hasEnd else { return nil }
            report.find(.goesOnAfterErasure)
            return report
        }
        if report.beginning == nil, report.faults.isEmpty { report.find(.gone) }
        if let beginning = report.beginning {
            switch announced.beginnings[tenant] {
            case nil: report.find(.unannounced)
            case let said?: if said != [beginning] { report.find(.begunAnew) }
            }
        }
        return report
    }

    /// Whose trails there are, or parts of one.
    private func trails() async throws -> Set<TenantID> {
        var found: Set<TenantID> = []
        var last: TenantID?
        repeat {
            let after = last
            let page = try await database.system { tx in try HeadStore.tenants(after: after, limit: Self.verifyPage, in: tx) }
            found.formUnion(page)
            last = page.last
        } while last != nil
        repeat {
            let after = last
            last = try await database.system { tx in try EntryStore.tenant(after: after, in: tx) }
            if let last { found.insert(last) }
        } while last != nil
        return found
    }

    /// Follows one chain from its first entry to its end.
    private func look(
        at tenant: TenantID, noted: TrailEnd?, _ hear: (Entry, [UInt8]) -> Void = { _, _ in }
    ) async throws -> TrailReport {
        var report = TrailReport(of: tenant == Self.operatorsTrail ? nil : tenant)
        var walk = Walk(key: key, noted: noted)
        while true {
            let sequence = walk.sequence
            let page = try await database.system { tx in
                try EntryStore.following(sequence, of: tenant, limit: Self.verifyPage, in: tx)
            }
            for (entry, hash) in page {
                walk.step(entry, hash, &report)
                hear(entry, hash)
            }
            if page.count == Self.verifyPage { continue }
            // Read after the entries: an end never lies before one that was seen.
            let head = try await database.system { tx in try HeadStore.find(tenant, in: tx) }
            if let head, head.head.sequence > walk.sequence {
                let since = walk.sequence
                let more = try await database.system { tx in try EntryStore.following(since, of: tenant, limit: 1, in: tx) }
                if !more.isEmpty { continue }
            }
            walk.finish(head, of: tenant, &report)
            return report
        }
    }
}
