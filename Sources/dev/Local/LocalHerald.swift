import Foundation

/// A `herald serve` on a private cluster in a directory of ours.
final class LocalHerald {
    /// First start: making a cluster, migrating it, opening the port.
    static let startDeadline: TimeInterval = 60

    let program: String
    /// Holds `.herald/`.
    let directory: String
    let port: Int
    let child: Child
    private let variables: [String: String]
    private let interrupts: Interrupts?

    /// Starts it and waits until it is ready. With `log`, what it writes goes there instead of to us. With `outlived`, we see it end
    /// after Ctrl-C; without, Ctrl-C ends it and us alike.
    init(
        program: String, in directory: String, port: Int, variables: [String: String] = [:], log: String? = nil, outlived: Bool = false
    ) throws(Failure) {
        self.program = program
        self.directory = directory
        self.port = port
        self.variables = variables.merging(["PORT": String(port), "HERALD_HOST": "127.0.0.1"]) { $1 }
        // Else whoever has the port would be taken for ours.
        guard Port.isFree(port) else { throw Failure("port \(port) is in use by another program") }
        child = try Self.tool([program, "serve"]).with(self.variables).at(directory).start(input: .nothing, log: log, ownGroup: outlived)
        interrupts = outlived ? Interrupts(for: child) : nil
        do { try awaitReadiness(log) } catch {
            child.stop()
            throw error
        }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    func cluster() throws(Failure) -> PrivateCluster { try PrivateCluster(state: directory + "/.herald") }

    /// Another of its commands, on the same cluster: what it prints.
    func ask(_ words: String...) throws(Failure) -> String {
        try Self.tool([program] + words).with(variables).at(directory).text()
    }

    /// Without the settings that surround us: what is run here must not reach another database, nor leave its directory.
    private static func tool(_ words: [String]) -> Tool { Tool(words).without(Environment.settings.keys.sorted()) }

    private func awaitReadiness(_ log: String?) throws(Failure) {
        let deadline = Date().addingTimeInterval(Self.startDeadline)
        let api = API(url: url)
        while true {
            if let status = child.ended() {
                throw Failure("herald ended with status \(status) before it was ready" + Self.end(of: log))
            }
            if api.status(of: "/health/ready") == 200 { return }
            if Date() > deadline { throw Failure("herald was not ready within \(Int(Self.startDeadline)) s" + Self.end(of: log)) }
            usleep(50_000)
        }
    }

    /// The last lines of a log, which does not outlive its server.
    private static func end(of log: String?) -> String {
        guard let log, let text = try? String(contentsOfFile: log, encoding: .utf8), !text.isEmpty else { return "" }
        return ":\n" + text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
