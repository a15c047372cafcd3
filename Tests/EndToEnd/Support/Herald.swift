import Core
import Foundation
import Glibc
import TestSupport
import Testing

/// The real program in a process of its own.
final class Herald {
    /// Where the program lies: beside the tests that were built with it.
    static let binary: String = {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        let folder = bundle.range(
            of: "/", options: .backwards, range: bundle.startIndex..<(bundle.range(of: ".xctest")?.lowerBound ?? bundle.endIndex))
        return folder.map { bundle[..<$0.lowerBound] + "/herald" } ?? "herald"
    }()

    let process = Process()
    let client: TestClient
    private let output: String

    /// Starts `herald serve` in `folder` with these settings, and returns once it is ready.
    init(in folder: Folder, _ settings: [String: String], port: Int? = nil) async throws {
        let port = port ?? Herald.freePort()
        client = TestClient(port: port)
        output = folder.path + "/output-\(UUID().uuidString)"
        let file = try Herald.file(output)
        process.executableURL = URL(filePath: Herald.binary)
        process.arguments = ["serve"]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = Herald.environment(settings.merging(["PORT": "\(port)"]) { first, _ in first })
        process.standardOutput = file
        process.standardError = file
        try process.run()
        try await eventually("the server is ready") {
            guard self.process.isRunning else { throw NeverStarted(output: self.text) }
            return try await self.isReady()
        }
    }

    /// What it printed so far.
    var text: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

    /// A new file to write to.
    static func file(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(filePath: path))
        return try FileHandle(forWritingTo: URL(filePath: path))
    }

    /// The settings of local work, with the routes for tests.
    static func environment(_ settings: [String: String]) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "PATH": path, "HERALD_TEST_ROUTES": "1", "HERALD_WEBHOOK_ALLOW_HTTP": "1", "HERALD_ALLOW_PRIVATE_TARGETS": "1",
            "HERALD_SYNC_TIMEOUT": "10", "HERALD_ADDRESS_RATE": "0",
        ].merging(settings) { $1 }
    }

    func isReady() async throws -> Bool {
        do {
            return try await client.call("GET", "/health/ready").status == 200
        } catch {
            return false
        }
    }

    /// Ends it as a power failure would, and waits until it is gone.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and answers its exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Returns once it has died by itself.
    func death() async throws {
        try await eventually("the server dies at the failpoint") { !self.process.isRunning }
    }

    /// A port that nobody listens on now.
    static func freePort() -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(socket, address, length)
                _ = getsockname(socket, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}

/// The program ended before it was ready.
struct NeverStarted: Error, CustomStringConvertible {
    let output: String
    var description: String { "the server did not start: \(output)" }
}

/// A folder that is gone after the test.
struct Folder {
    let path: String

    static func with(_ body: (Folder) async throws -> Void) async throws {
        // Named after our process: what another test process sweeps up is only what belongs to one that is gone.
        let path = TestFiles.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(Folder(path: path))
    }
}

/// A command that runs to its end.
enum Run {
    struct Result {
        let code: Int32
        let output: String
        let errors: String
    }

    static func herald(_ arguments: [String], in folder: Folder, _ settings: [String: String] = [:]) throws -> Result {
        try command(Herald.binary, arguments, in: folder, Herald.environment(settings))
    }

    static func command(
        _ program: String, _ arguments: [String], in folder: Folder, _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = environment
        let files = ["out", "err"].map { folder.path + "/" + $0 + "-\(UUID().uuidString)" }
        process.standardOutput = try Herald.file(files[0])
        process.standardError = try Herald.file(files[1])
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus, output: try String(contentsOfFile: files[0], encoding: .utf8),
            errors: try String(contentsOfFile: files[1], encoding: .utf8))
    }
}
