import Foundation

/// Runs Herald here, with a demo tenant, until Ctrl-C.
struct Up: Command {
    static let usualPort = 8080

    let name = "up"
    let usage = "up [--port N]"
    let summary = "install what is missing, build, and run Herald on a private database with a demo tenant"

    /// Local work: webhooks may go to this machine. Settings around us hold too, except those that would lead away from the private database.
    private var settings: [String: String] {
        let leadingAway = ["DATABASE_URL", "HERALD_MIGRATION_URL", "HERALD_DATA", "HERALD_HOST"]
        let ours = Environment.settings.filter { setting in !leadingAway.contains { setting.key.hasPrefix($0) } }
        return ours.merging(["HERALD_WEBHOOK_ALLOW_HTTP": "1", "HERALD_ALLOW_PRIVATE_TARGETS": "1"]) { $1 }
    }

    func run(_ arguments: inout Arguments) throws(Failure) {
        let port = try arguments.number(of: "--port", in: 1...65535) ?? Self.usualPort
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl])
        try Build(workspace).herald(.debug)

        Terminal.announce("starting (the private database is in .herald/)")
        let herald = try LocalHerald(
            program: workspace.herald(.debug), in: workspace.root, port: port,
            variables: settings, outlived: true)
        do {
            let tenant = try DemoTenant.find(in: workspace, or: herald)
            let number = try SandboxNumber.link(API(url: herald.url, key: tenant.testKey))
            Terminal.say(FirstSteps(url: herald.url, tenant: tenant, instance: number.id).text)
        } catch {
            herald.child.stop()
            throw error
        }
        let status = herald.child.wait()
        if status != 0 { throw Failure("herald ended with status \(status)", status: status) }
    }
}
