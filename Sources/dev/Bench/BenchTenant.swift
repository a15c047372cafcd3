import Foundation

/// A tenant without limits, with a linked sandbox number, on a network that holds its answers back.
struct BenchTenant: Sendable {
    /// Null is unlimited.
    static let plan = "INSERT INTO billing.plan (name, price_minor, currency, media_bytes) VALUES ('bench', 0, 'USD', '{}')"
    static let accepted = "SELECT count(*) FROM messaging.message"

    let key: String

    /// A tenant of that plan, which `sql` makes and gives the same name.
    init(
        _ herald: LocalHerald, operatorKey: String, plan: String = "bench", _ sql: String = Self.plan, number: String = SandboxNumber.number
    ) throws(Failure) {
        _ = try herald.cluster().ask(sql)
        let answer = try herald.ask(
            "tenant", "create", "--name", "Bench", "--slug", plan, "--plan", plan, "--owner", "owner@\(plan).test", "--json")
        key = try DemoTenant.parse(answer).testKey
        _ = try SandboxNumber.link(API(url: herald.url, key: key), number: number)
        try API(url: herald.url, key: operatorKey).call("POST", "/v1/sandbox/network", #"{"acknowledge":false}"#)
    }

    /// wrk's script for accepting one message to one recipient.
    var script: String { Self.script(key) }

    /// The same with whatever key.
    static func script(_ key: String) -> String {
        """
        wrk.method = "POST"
        wrk.headers["Authorization"] = "Bearer \(key)"
        wrk.headers["Content-Type"] = "application/json"
        wrk.body = '{"to":"+254712345678","type":"text","text":"Hello from Herald"}'
        """
    }

    /// The same with an idempotency key that no other request has.
    var keyedScript: String {
        """
        \(script)
        local turn, place = 0, tostring({}):sub(8)
        request = function()
            turn = turn + 1
            wrk.headers["Idempotency-Key"] = place .. turn
            return wrk.format()
        end
        """
    }
}
