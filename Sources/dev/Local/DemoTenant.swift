import Foundation

/// What `herald tenant create --json` answered once; kept beside the cluster so that a second `up` prints the same keys.
struct DemoTenant: Codable, Sendable {
    let slug: String
    let liveKey: String
    let testKey: String

    enum CodingKeys: String, CodingKey {
        case slug
        case liveKey = "api_key"
        case testKey = "test_key"
    }

    /// The kept one, or a new one.
    static func find(in workspace: Workspace, or herald: LocalHerald) throws(Failure) -> DemoTenant {
        if FileManager.default.fileExists(atPath: workspace.demo) { return try parse(workspace.read(workspace.demo)) }
        let answer = try herald.ask(
            "tenant", "create", "--name", "Demo", "--slug", "demo", "--plan", "pro", "--owner", "owner@demo.test", "--json")
        let tenant = try parse(answer)
        try workspace.write(answer, to: workspace.demo, mode: 0o600)
        return tenant
    }

    static func parse(_ text: String) throws(Failure) -> DemoTenant {
        do { return try JSONDecoder().decode(DemoTenant.self, from: Data(text.utf8)) } catch {
            throw Failure("not what `herald tenant create --json` prints: \(text.prefix(80))")
        }
    }
}
