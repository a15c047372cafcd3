import Foundation

/// A certificate authority for one test, made by the `openssl` command in a directory that goes with it.
package final class TestAuthority: Sendable {
    /// Certificate chain and key files of a server, in PEM.
    package struct Identity: Sendable {
        /// The path of the certificate.
        package let certificate: String
        /// The path of its private key.
        package let key: String
        // The files go when the authority goes.
        let authority: TestAuthority
    }

    private let folder: URL
    /// The authority's own certificate, in PEM.
    package let certificate: [UInt8]

    /// Makes a new authority.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("herald-authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.openssl(
            in: folder,
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Authority"
                + " -addext basicConstraints=critical,CA:TRUE")
        certificate = Array(try Data(contentsOf: folder.appendingPathComponent("ca.pem")))
    }

    deinit {
        // What is left behind lies in the system's temporary directory.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Makes a certificate for the given DNS names and addresses, valid from today for `days`; -1 makes one that is over.
    package func issue(names: [String] = [], addresses: [String] = [], days: Int = 30) throws -> Identity {
        let name = UUID().uuidString
        let subjects = names.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        let extensions = folder.appendingPathComponent("\(name).ext")
        try Data("subjectAltName=\(subjects.joined(separator: ","))\n".utf8).write(to: extensions)
        try Self.openssl(
            in: folder,
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(name).key -out \(name).csr -subj /CN=server")
        try Self.openssl(
            in: folder,
            "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).pem")
        return Identity(
            certificate: folder.appendingPathComponent("\(name).pem").path, key: folder.appendingPathComponent("\(name).key").path,
            authority: self)
    }

    private struct Failed: Error { let command: String }

    private static func openssl(in folder: URL, _ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = command.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(command: command) }
    }
}
