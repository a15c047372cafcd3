package import Core
import Database

extension Accounts {
    /// How many tenants one look reads.
    private static let rollPage = 1000

    /// The slugs of all tenants that are not closed.
    package func roll() async throws -> [TenantID: String] {
        var slugs: [TenantID: String] = [:]
        var last: TenantID?
        repeat {
            let after = last
            let page = try await database.system { tx in try RollStore.page(after: after, limit: Self.rollPage, in: tx) }
            for (tenant, slug) in page { slugs[tenant] = slug }
            last = page.last?.tenant
        } while last != nil
        return slugs
    }
}
