import Accounts
import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Campaigns

/// A tenant with a linked instance and its campaigns, on a clock that stands until it is moved.
struct Stage: Sendable {
    /// The one instance there is.
    final class Directory: SessionDirectory {
        let standing: Lock<InstanceStanding>

        init(_ standing: InstanceStanding) { self.standing = Lock(standing) }

        func instance(_ named: InstanceID?, for caller: Caller) async throws -> InstanceStanding {
            let standing = standing.withLock { $0 }
            guard standing.instance.tenant == caller.tenant, named == nil || named == standing.instance.id else { throw Problem.notFound(.instance) }
            return standing
        }

        func become(_ status: InstanceStatus) {
            standing.withLock { old in
                old = InstanceStanding(
                    instance: old.instance, status: status, channel: .simulator, isSandbox: true, number: old.number, name: old.name)
            }
        }
    }

    let node: Node
    let tenant: TenantID
    let directory: Directory
    let campaigns: Campaigns
    let handed: HandedOver

    static func with(plan: String = "pro", timeZone: String = "UTC", _ body: (Stage) async throws -> Void) async throws {
        try await Node.with { node in
            try await HandedOver.prepare(node.test)
            let made = try await node.accounts.create(
                NewTenant(name: "Acme", slug: "acme", plan: plan, ownerEmail: "owner@acme.test", timeZone: timeZone))
            try await body(Stage(node, tenant: made.tenant))
        }
    }

    private init(_ node: Node, tenant: TenantID) {
        self.node = node
        self.tenant = tenant
        let reference = InstanceReference(tenant: tenant, id: node.runtime.ids.next())
        directory = Directory(
            InstanceStanding(
                instance: reference, status: .connected, channel: .simulator, isSandbox: true, number: PhoneNumber("254700000001"), name: "Shop"))
        campaigns = Campaigns(
            database: node.database, doorbell: node.doorbell, directory: directory, tenants: node.tenants, trail: NoTrail(),
            runtime: node.runtime)
        handed = HandedOver(node)
    }

    var caller: Caller { caller(of: tenant) }

    func caller(of tenant: TenantID) -> Caller {
        Caller(tenant: tenant, key: node.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
    }

    var runner: CampaignRunner {
        CampaignRunner(database: node.database, tenants: node.tenants, optOuts: campaigns, messages: handed, runtime: node.runtime)
    }

    /// Turns until nothing is due any more.
    func run() async throws {
        let runner = runner
        while try await runner.turn() > 0 {}
    }

    /// `count` numbers, none twice.
    static func numbers(_ count: Int) -> [PhoneNumber] { (0..<count).compactMap { PhoneNumber("2547\(10_000_000 + $0)") } }

    @discardableResult
    func contacts(_ count: Int, tags: [String] = []) async throws -> [ContactRecord] {
        var made: [ContactRecord] = []
        for (index, number) in Self.numbers(count).enumerated() {
            made.append(try await campaigns.createContact(NewContact(number: number, name: "Nr. \(index)", tags: tags), as: caller))
        }
        return made
    }

    func campaign(
        _ audience: Audience, saying text: String = "hello", repetition: CampaignRecord.Repetition = .none, at startsAt: Instant? = nil
    ) async throws -> CampaignID {
        let words: NewCampaign.Words
        if text.contains("{{") {
            words = .template(try await campaigns.createTemplate("t", .text(text), as: caller).id, variables: .object([]))
        } else {
            words = .content(.text(text))
        }
        return try await campaigns.createCampaign(
            NewCampaign(name: "Spring", instance: nil, audience: audience, words: words, repetition: repetition, startsAt: startsAt), as: caller
        ).id
    }

    func look(_ id: CampaignID) async throws -> CampaignRecord { try await campaigns.campaign(id, through: handed, as: caller) }

    /// The numbers that were written to, in that order, each as often as it was.
    func recipients() async throws -> [String] {
        try await node.database.system { tx in
            try tx.rows("SELECT recipient FROM outside.handed ORDER BY at") { row in try row.next(String.self) }
        }
    }

    func texts() async throws -> [String] {
        try await node.database.system { tx in
            try tx.rows("SELECT content->>'text' FROM outside.handed ORDER BY at") { row in try row.next(String.self) }
        }
    }

    /// As if everything that waits had been sent.
    func sendEverything() async throws { try await node.test.script("UPDATE outside.handed SET state = 'sent' WHERE state = 'queued'") }

    func move(by duration: Duration) { node.clock.advance(by: duration) }
}
