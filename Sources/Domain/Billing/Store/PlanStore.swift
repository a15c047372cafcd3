import Contracts
import Core
import Database

/// All SQL on plans, and on what they were before.
enum PlanStore {
    /// What `read` reads.
    static let columns: StaticString = """
        plan.name, plan.price_minor, plan.currency, plan.max_instances, plan.messages_per_day, plan.requests_per_second, plan.max_keys,
        plan.max_webhook_endpoints, plan.media_bytes
        """

    static func read(_ row: inout RowReader) throws -> Plan {
        Plan(
            name: try row.next(), priceMinor: try row.next(), currency: try row.next(),
            limits: Limits(
                maxInstances: try row.next(), messagesPerDay: try row.next(), requestsPerSecond: try row.next(), maxKeys: try row.next(),
                maxWebhookEndpoints: try row.next(), mediaBytes: bytesByKind(try row.next())))
    }

    /// The plans after the one of that name, in the order of names.
    static func plans(after name: String?, limit: Int, in tx: borrowing Transaction) throws -> [Plan] {
        let rest: SQL = name.map { "WHERE plan.name > \($0)" } ?? ""
        return try tx.rows("SELECT \(raw: columns) FROM billing.plan \(rest) ORDER BY plan.name LIMIT \(limit)", read)
    }

    /// The plan of that name.
    static func plan(_ name: String, in tx: borrowing Transaction) throws -> Plan? {
        try tx.first("SELECT \(raw: columns) FROM billing.plan WHERE plan.name = \(name)", read)
    }

    /// The same, and nobody else changes it before this transaction ends.
    static func lock(_ name: String, in tx: borrowing Transaction) throws -> Plan? {
        try tx.first("SELECT \(raw: columns) FROM billing.plan WHERE plan.name = \(name) FOR NO KEY UPDATE", read)
    }

    /// Keeps a new plan; false if there is one of that name.
    static func insert(_ plan: Plan, from day: CivilDay, in tx: borrowing Transaction) throws -> Bool {
        let isNew =
            try tx.run(
                """
                INSERT INTO billing.plan (name, price_minor, currency, max_instances, messages_per_day, requests_per_second, max_keys,
                                          max_webhook_endpoints, media_bytes)
                VALUES (\(plan.name), \(plan.priceMinor), \(plan.currency), \(plan.limits.maxInstances), \(plan.limits.messagesPerDay),
                        \(plan.limits.requestsPerSecond), \(plan.limits.maxKeys), \(plan.limits.maxWebhookEndpoints), \(media(plan.limits)))
                ON CONFLICT (name) DO NOTHING
                """) == 1
        if isNew { try keepVersion(of: plan, from: day, in: tx) }
        return isNew
    }

    /// Keeps what a plan has become.
    static func update(_ plan: Plan, from day: CivilDay, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE billing.plan SET price_minor = \(plan.priceMinor), currency = \(plan.currency), max_instances = \(plan.limits.maxInstances),
                messages_per_day = \(plan.limits.messagesPerDay), requests_per_second = \(plan.limits.requestsPerSecond),
                max_keys = \(plan.limits.maxKeys), max_webhook_endpoints = \(plan.limits.maxWebhookEndpoints),
                media_bytes = \(media(plan.limits))
            WHERE name = \(plan.name)
            """)
        try keepVersion(of: plan, from: day, in: tx)
    }

    /// What is broken when a plan is deleted that a tenant has.
    static let useRule = "subscription_plan_fkey"

    /// Deletes a plan; false if there is none of that name. What it was stays known: statements tell of it.
    static func delete(_ name: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM billing.plan WHERE name = \(name)") == 1
    }

    private static func keepVersion(of plan: Plan, from day: CivilDay, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO billing.plan_version (name, day, price_minor, currency, messages_per_day)
            VALUES (\(plan.name), \(day), \(plan.priceMinor), \(plan.currency), \(plan.limits.messagesPerDay))
            ON CONFLICT (name, day) DO UPDATE SET price_minor = excluded.price_minor, currency = excluded.currency,
                messages_per_day = excluded.messages_per_day
            """)
    }

    private static func media(_ limits: Limits) -> JSON {
        .object(MediaKind.limited.compactMap { kind in limits.mediaBytes[kind].map { JSON.Member(kind.rawValue, .integer(Int64($0))) } })
    }

    private static func bytesByKind(_ json: JSON) -> [MediaKind: Int] {
        var bytes: [MediaKind: Int] = [:]
        for kind in MediaKind.limited { bytes[kind] = json[kind.rawValue]?.integer.map { Int($0) } }
        return bytes
    }
}
