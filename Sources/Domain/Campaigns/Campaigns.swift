package import Contracts
package import Core
package import Database

/// Writes to many: keeps contacts and templates, and runs campaigns over them.
///
/// Owns   campaigns.contact, campaigns.opt_out, campaigns.template, campaigns.campaign, campaigns.recipient
/// Says   –
/// Hears  InstanceLoggedOut, InstanceRemoved
/// Needs  SessionDirectory, BulkMessages, TenantDirectory, AuditTrail
package struct Campaigns: Sendable {
    /// How long pages of lists may be.
    package static let pageLimits = 1...100
    /// Rings when a campaign may be due.
    static let due = Topic("campaigns.due")

    let database: Database
    let doorbell: Doorbell
    let directory: any SessionDirectory
    let tenants: any TenantDirectory
    let trail: any AuditTrail
    let runtime: Runtime

    /// Wires the module.
    package init(
        database: Database, doorbell: Doorbell, directory: any SessionDirectory, tenants: any TenantDirectory, trail: any AuditTrail,
        runtime: Runtime
    ) {
        self.database = database
        self.doorbell = doorbell
        self.directory = directory
        self.tenants = tenants
        self.trail = trail
        self.runtime = runtime
    }

    /// What must run while there are campaigns: it hands their messages to `messages`.
    package func services(messages: any BulkMessages, executor: any TaskExecutor) -> [any Service] {
        let runner = CampaignRunner(database: database, tenants: tenants, optOuts: self, messages: messages, runtime: runtime)
        return [
            Worker(
                "campaigns", doorbell: doorbell, topic: Self.due, poll: CampaignRunner.poll, executor: executor, runtime: runtime,
                turn: runner.turn)
        ]
    }
}
