import Accounts
import Campaigns
import Contracts
import Core
import Database
import TestSupport
import Testing

/// What a tenant is handed of what is kept of it, and that all of it can be erased.
@Suite struct HoldingTests {
    @Test func `everything is handed out page by page, and erased bit by bit, and nobody else's`() async throws {
        try await Stage.with { stage in
            let other = try await stage.node.makeTenant("other").tenant
            for tenant in [stage.tenant, other] {
                for (index, number) in Stage.numbers(3).enumerated() {
                    _ = try await stage.campaigns.createContact(
                        NewContact(number: number, name: "Nr. \(index)", isOptedOut: index == 0), as: stage.caller(of: tenant))
                }
                _ = try await stage.campaigns.createTemplate("hello", .text("Hello {{contact.name}}"), as: stage.caller(of: tenant))
            }
            _ = try await stage.campaign(.explicit(Stage.numbers(4)))
            #expect(stage.campaigns.kinds == ["contact", "opt_out", "template", "campaign"])
            #expect(try await export("contact", stage, by: 2).map { $0["name"] } == ["Nr. 0", "Nr. 1", "Nr. 2"])
            #expect(try await export("opt_out", stage, by: 2).map { $0["number"]?.string } == [Stage.numbers(1)[0].description])
            #expect(try await export("template", stage, by: 1).map { $0["content"] } == [["text": "Hello {{contact.name}}"]])
            #expect(try await export("campaign", stage, by: 1).map { $0["numbers"]?.array?.count } == [4])

            var erased: [Int] = []
            repeat {
                erased.append(try await stage.node.database.system { tx in try stage.campaigns.erase(2, of: stage.tenant, in: tx) })
            } while erased.last != 0
            #expect(erased.count > 4 && erased.allSatisfy { $0 <= 2 })
            for kind in stage.campaigns.kinds { #expect(try await export(kind, stage, by: 10).isEmpty) }
            #expect(try await stage.campaigns.contacts(limit: 10, as: stage.caller(of: other)).contacts.count == 3)
        }
    }

    @Test func `a contact is the tenant's own`() async throws {
        try await Stage.with { stage in
            let contact = try await stage.contacts(1)[0]
            let other = try await stage.node.makeTenant("other").tenant
            await #expect(throws: Problem.notFound(.contact)) { try await stage.campaigns.contact(contact.id, as: stage.caller(of: other)) }
            await #expect(throws: Problem.conflict(.contactExists)) {
                try await stage.campaigns.createContact(NewContact(number: contact.number), as: stage.caller)
            }
            // Each tenant has its own of that number, and its own wishes of it.
            let theirs = try await stage.campaigns.createContact(
                NewContact(number: contact.number, isOptedOut: true), as: stage.caller(of: other))
            #expect(theirs.optedOutAt != nil)
            #expect(try await stage.campaigns.contact(contact.id, as: stage.caller).optedOutAt == nil)
        }
    }

    private func export(_ kind: String, _ stage: Stage, by limit: Int) async throws -> [JSON] {
        var (records, cursor): ([JSON], String?) = ([], nil)
        repeat {
            let after = cursor
            let page = try await stage.node.database.read(as: stage.tenant) { tx in
                try stage.campaigns.export(kind, of: stage.tenant, after: after, limit: limit, in: tx)
            }
            records += page.records
            cursor = page.next
        } while cursor != nil
        return records
    }
}
