import Foundation

/// Runs Herald here, with a demo tenant, until Ctrl-C.
struct Up: Command {
    static let usualPort = 8080

    let name = "up"
    let usage = "up [--port N]"
    let summary = "install what is missing, build, and run Herald on a private database with a demo tenant"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let port = try arguments.number(of: "--port", in: 1...65535) ?? Self.usualPort
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl])
        try Build(workspace).herald(.debug)

        Terminal.announce("starting (the private database is in .herald/)")
        let herald = try LocalHerald(
            program: workspace.herald(.debug), in: workspace.root, port: port,
            variables: ["HERALD_WEBHOOK_ALLOW_HTTP": "1", "HERALD_ALLOW_PRIVATE_TARGETS": "1"])
        do {
            let tenant = try DemoTenant.find(in: workspace, or: herald)
            let number = try SandboxNumber.link(API(url: herald.url, key: tenant.testKey))
            Terminal.say(FirstSteps(url: herald.url, tenant: tenant, instance: number.id).text)
        } catch {
            herald.child.stop()
            throw error
        }
        let status = Interrupts.passOn(to: herald.child)
        if status != 0 { throw Failure("herald ended with status \(status)", status: status) }
    }
}
