import Foundation
import TestSupport

/// A PostgreSQL whose clock a test sets: its programs are wrapped so that they run under libfaketime (package libfaketime of Debian). The server's
/// own clock goes on as it is.
struct FakeTime: Sendable {
    private static let libraries = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"]
    private static let programs = "/usr/lib/postgresql"

    /// Where it is on this machine, if it is.
    static var library: String? { libraries.first { FileManager.default.fileExists(atPath: $0) } }

    /// What holds how far the clock is off.
    private let file: String
    /// Where the wrapped programs are.
    let path: String

    /// Wraps the newest PostgreSQL that is installed.
    init(in folder: Folder, library: String) throws {
        (file, path) = (folder.path + "/time", folder.path + "/programs")
        let versions = try FileManager.default.contentsOfDirectory(atPath: Self.programs).compactMap { Int($0) }
        let real = "\(Self.programs)/\(versions.max() ?? 0)/bin"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        // What is cached or monotonic must not be: the clock is to jump while PostgreSQL runs, and its waits are to go on as they are.
        try wrap("postgres", of: real, in: "LD_PRELOAD=\(library) FAKETIME_TIMESTAMP_FILE=\(file) FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1")
        try wrap("initdb", of: real, in: "")
        // The server runs PostgreSQL as another user where it is started as root.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try set(0)
    }

    private func wrap(_ program: String, of real: String, in environment: String) throws {
        let script = "#!/bin/sh\nexec env \(environment) \(real)/\(program) \"$@\"\n"
        try script.write(toFile: "\(path)/\(program)", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(path)/\(program)")
    }

    /// Puts the clock so many seconds ahead of the real one, or behind it.
    func set(_ seconds: Int) throws {
        try (seconds < 0 ? "\(seconds)\n" : "+\(seconds)\n").write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    }
}
