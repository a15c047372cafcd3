import Contracts
import Core
import Database

/// All SQL that reads on which terms tenants have been.
enum TermStore {
    /// How many changes of plan, and of the plans' prices, a statement follows: the latest.
    static let limit = 1000

    /// The tenant's terms; nil without a plan.
    static func terms(of tenant: TenantID, in tx: borrowing Transaction) throws -> Terms? {
        guard let subscription = try SubscriptionStore.subscription(of: tenant, .reading, in: tx) else { return nil }
        let plans = try tx.rows("SELECT day, plan FROM billing.term WHERE tenant_id = \(tenant) ORDER BY day DESC LIMIT \(limit)") { row in
            (day: try row.next(CivilDay.self), plan: try row.next(String.self))
        }
        let names = Array(Set(plans.map(\.plan) + [subscription.plan.name]))
        let versions = try tx.rows(
            """
            SELECT name, day, price_minor, currency, messages_per_day FROM billing.plan_version
            WHERE name = ANY (\(names)) ORDER BY day DESC LIMIT \(limit)
            """
        ) { row in
            Terms.Version(
                plan: try row.next(), day: try row.next(), priceMinor: try row.next(), currency: try row.next(), messagesPerDay: try row.next())
        }
        let plan = subscription.plan
        return Terms(
            plans: plans.reversed(), versions: Dictionary(grouping: versions.reversed(), by: \.plan),
            current: Terms.Version(
                plan: plan.name, day: subscription.createdAt.day, priceMinor: plan.priceMinor, currency: plan.currency,
                messagesPerDay: plan.limits.messagesPerDay),
            begin: subscription.createdAt.day)
    }
}
