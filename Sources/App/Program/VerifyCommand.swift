import Accounts
import Audit
import Billing
import Contracts
import Core
import Foundation
import Messaging

/// `herald verify WORD`: looks whether what must never be otherwise is so, says what is not, and fails then.
struct VerifyCommand {
    private let config: Config
    private let environment: [String: String]
    private let options: VerifyOptions

    init(_ config: Config, _ environment: [String: String], _ options: VerifyOptions) {
        self.config = config
        self.environment = environment
        self.options = options
    }

    func verify() async throws {
        let runtime = Runtime(log: Log(level: .warning, sink: StandardErrorSink()), failpoints: config.failpoints)
        let storage = try await Storage.open(config, environment, sharing: true, runtime: runtime)
        do {
            let keys = try Keyring(config, chance: runtime.chance)
            let deployment = try Deployment(config, service: storage.service, master: keys.master, admin: keys.admin, runtime: runtime)
            do {
                switch options.what {
                case .audit: try await audit(of: deployment)
                case .ledger: try await ledger(of: deployment)
                }
            } catch {
                await deployment.abandon()
                throw error
            }
            await deployment.abandon()
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
    }

    /// Follows every audit trail from its first entry to its end, or the one of the tenant that is named.
    private func audit(of deployment: Deployment) async throws {
        let slugs = try await deployment.accounts.roll()
        let noted = try options.since.map(TrailNotes.read) ?? [:]
        var (trails, entries, faults) = (0, Int64(0), 0)
        let tell = { (report: TrailReport) in
            (trails, entries, faults) = (trails + 1, entries + report.end.entries, faults + report.faults.count)
            let name = report.tenant.map { slugs[$0] ?? $0.description } ?? "the operator"
            if options.isJSON { return Console.say(TrailNotes.line(report, name: name)) }
            for fault in report.faults { Console.say("\(name)'s audit trail: \(fault)") }
        }
        if let slug = options.tenant {
            guard let tenant = slugs.first(where: { $0.value == slug })?.key else { throw Refusal("there is no tenant of the slug \(slug)") }
            tell(try await deployment.audit.verify(tenant, noted: noted[tenant]))
        } else {
            try await deployment.audit.verify(tenants: Set(slugs.keys), noted: noted) { tell($0) }
        }
        guard faults == 0 else { throw Refusal("the audit trails are not as they were written") }
        if !options.isJSON { Console.say("\(trails) audit trails with \(entries) entries are as they were written") }
    }

    /// Holds what was counted against the messages that there are.
    private func ledger(of deployment: Deployment) async throws {
        var tenant: TenantID?
        if let slug = options.tenant {
            guard let facts = try await deployment.tenants.tenant(slug: slug) else { throw Refusal("there is no tenant of the slug \(slug)") }
            tenant = facts.id
        }
        let faults = try await deployment.billing.verifyLedger(of: tenant, against: deployment.messaging)
        for fault in faults { Console.say(fault.description) }
        guard faults.isEmpty else { throw Refusal("the ledger does not fit in \(faults.count) places") }
        Console.say("the ledger fits")
    }

    /// Something is not as it must be.
    private struct Refusal: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}
