import Core
import Foundation
import Glibc
import TestSupport
import Testing

/// A server on a PostgreSQL of its own, either of which can be killed, and the journal of what its network received.
final class Arena: Sendable {
    /// Without limits, so that only crashes are in the way.
    private static let plan = "INSERT INTO billing.plan (name, price_minor, currency, media_bytes) VALUES ('arena', 0, 'USD', '{}')"

    let folder: Folder
    let journal: String
    let client: TestClient
    private let settings: [String: String]
    private let port: Int
    private let herald: Lock<Herald?> = Lock(nil)

    /// Nothing runs yet.
    init(in folder: Folder, _ settings: [String: String] = [:]) {
        self.folder = folder
        journal = folder.path + "/journal"
        self.settings = settings.merging(["HERALD_SIMULATOR_JOURNAL": journal, "HERALD_SYNC_TIMEOUT": "3"]) { first, _ in first }
        port = Herald.freePort()
        client = TestClient(port: port)
    }

    /// Starts the server, and its PostgreSQL if that does not run.
    func start() async throws {
        if !FileManager.default.fileExists(atPath: journal) { try Data().write(to: URL(filePath: journal)) }
        let started = try await Herald(in: folder, settings, port: port)
        herald.withLock { $0 = started }
    }

    /// A tenant without limits that has a number, once the server runs.
    func tenant() async throws -> TestTenant {
        _ = try ask(Self.plan)
        let made = try Run.herald(
            ["tenant", "create", "--name", "Arena", "--slug", "arena", "--plan", "arena", "--owner", "owner@arena.test", "--json"], in: folder,
            settings)
        try #require(made.code == 0, "\(made.errors)")
        let key = try #require(JSONParser.parse(made.output)["api_key"]?.string)
        let tenant = TestTenant(id: .init(high: 0, low: 0), key: key, testKey: key, client: client)
        _ = try await tenant.linkedInstance()
        return tenant
    }

    /// What `herald verify` finds that does not hold, beside the server that runs.
    func faults() throws -> [String] {
        try ["ledger", "audit"].compactMap { word in
            let answer = try Run.herald(["verify", word], in: folder, settings)
            return answer.code == 0 ? nil : "\(word): \(answer.output)\(answer.errors)"
        }
    }

    /// Asks the server to end, and answers its exit code.
    func terminate() -> Int32? { herald.withLock { $0 }?.terminate() }

    /// Kills the server and starts it again.
    func killServer() async throws {
        herald.withLock { $0 }?.kill()
        try note()
        try await start()
    }

    /// Ends the server as its operator would, and starts it again.
    func restart() async throws {
        #expect(terminate() == 0)
        try await start()
    }

    /// Kills PostgreSQL, all of its processes; the server brings it back.
    func killDatabase() throws {
        guard let postmaster = try? postmaster() else { return }  // it is not back from the last kill
        let children = Self.children(of: postmaster)
        for process in [postmaster] + children { Glibc.kill(process, SIGKILL) }
        try note()
    }

    /// Stops those of PostgreSQL's processes that write what backends have not: what is confirmed without being written stays in memory alone, until
    /// PostgreSQL is killed.
    func stopWriters() throws {
        let writers = ["walwriter", "checkpointer", "background writer", "autovacuum launcher"]
        for process in Self.children(of: try postmaster()) {
            // One that has ended meanwhile has no file.
            guard let title = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8) else { continue }
            if writers.contains(where: title.contains) { Glibc.kill(process, SIGSTOP) }
        }
    }

    /// What a statement prints, as PostgreSQL's superuser.
    func ask(_ sql: String) throws -> String {
        let socket = try lock()
        guard socket.count > 4 else { throw NoAnswer(text: "no socket") }
        let answer = try Run.command(
            "/usr/bin/env",
            ["psql", "-X", "-q", "-At", "-F", " ", "-h", String(socket[4]), "-p", "5432", "-U", "postgres", "-d", "herald", "-c", sql], in: folder)
        guard answer.code == 0 else { throw NoAnswer(text: answer.errors) }
        return answer.output
    }

    /// Returns once nothing waits to be sent any more.
    func drain(within limit: Duration) async throws {
        try await eventually("everything is sent", within: limit) {
            // It may be recovering.
            (try? self.ask("SELECT count(*) FROM messaging.message WHERE state IN ('scheduled', 'queued', 'sending')")) == "0\n"
        }
    }

    /// What the network received, and when something was killed, in order.
    func entries() throws -> [ChaosEvidence.Entry] {
        try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words == ["KILL"] ? .kill : words.count == 3 ? .received(whatsAppID: words[1], chat: words[2]) : nil
        }
    }

    /// Lets time pass between two looks, or two sends; nothing is concluded from how long it was.
    static func pass(_ milliseconds: Int) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { continuation.resume() }
        }
    }

    /// PostgreSQL said nothing, as it does while it recovers.
    struct NoAnswer: Error { let text: String }

    /// The cluster's `postmaster.pid`: its process in line 1, its socket's folder in line 5.
    private func lock() throws -> [Substring] {
        try String(contentsOfFile: folder.path + "/.herald/postgres/postmaster.pid", encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    private func postmaster() throws -> pid_t {
        guard let process = try lock().first.flatMap({ pid_t($0) }) else { throw NoAnswer(text: "no process") }
        return process
    }

    private static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            // One that has ended meanwhile has no file.
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = status?.split(separator: ")").last?.split(separator: " ")
            return fields.map { $0.count > 1 && pid_t($0[1]) == parent } ?? false
        }
    }

    /// Writes the kill between what the network received before it and after it.
    private func note() throws {
        let file = try #require(FileHandle(forWritingAtPath: journal))
        try file.seekToEnd()
        try file.write(contentsOf: Data("KILL\n".utf8))
    }
}
