import Foundation

/// A tenant without limits, with a linked sandbox number, on a network that holds its answers back.
struct BenchTenant: Sendable {
    /// Null is unlimited.
    static let plan = "INSERT INTO billing.plan (name, price_minor, currency, media_bytes) VALUES ('bench', 0, 'USD', '{}')"
    static let accepted = "SELECT count(*) FROM messaging.message"

    let key: String

    init(_ herald: LocalHerald, operatorKey: String) throws(Failure) {
        _ = try herald.cluster().ask(Self.plan)
        let answer = try herald.ask(
            "tenant", "create", "--name", "Bench", "--slug", "bench", "--plan", "bench", "--owner", "owner@bench.test", "--json")
        key = try DemoTenant.parse(answer).testKey
        _ = try SandboxNumber.link(API(url: herald.url, key: key))
        try API(url: herald.url, key: operatorKey).call("POST", "/v1/sandbox/network", #"{"acknowledge":false}"#)
    }

    /// wrk's script for accepting one message to one recipient.
    var script: String {
        """
        wrk.method = "POST"
        wrk.headers["Authorization"] = "Bearer \(key)"
        wrk.headers["Content-Type"] = "application/json"
        wrk.body = '{"to":"+254712345678","type":"text","text":"Hello from Herald"}'
        """
    }
}
