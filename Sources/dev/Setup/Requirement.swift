import Foundation

/// Something of the machine's that a command needs, and the Debian package that brings it.
struct Requirement: Sendable {
    let package: String
    let isThere: @Sendable () -> Bool

    static let pkgConfig = Requirement(package: "pkg-config") { Environment.find("pkg-config") != nil }
    static let libpq = Requirement(package: "libpq-dev") { library("libpq") }
    static let openSSL = Requirement(package: "libssl-dev") { library("openssl") }
    static let postgres = Requirement(package: "postgresql") { Postgres.find("initdb") != nil }
    static let certificates = Requirement(package: "openssl") { Environment.find("openssl") != nil }
    static let zbar = Requirement(package: "zbar-tools") { Environment.find("zbarimg") != nil }
    static let curl = Requirement(package: "curl") { Environment.find("curl") != nil }
    static let wrk = Requirement(package: "wrk") { Environment.find("wrk") != nil }
    static let nginx = Requirement(package: "nginx-light") { Environment.find("nginx", alsoIn: ["/usr/sbin"]) != nil }
    static let python = Requirement(package: "python3-venv") { Tool("python3", "-c", "import venv, ensurepip").succeeds() }

    /// To build Herald.
    static let building = [pkgConfig, libpq, openSSL]
    /// To run it on a private cluster.
    static let running = building + [postgres]
    /// To run its tests.
    static let testing = running + [curl, certificates, zbar]

    /// Sees to it that all of them are there: installs them where we may, else fails with the one line that does.
    static func meet(_ requirements: [Requirement]) throws(Failure) {
        let missing = requirements.filter { !$0.isThere() }.map(\.package)
        guard !missing.isEmpty else { return }
        let install = ["apt-get", "install", "-y", "--no-install-recommends"] + missing
        guard Environment.find("apt-get") != nil else {
            throw Failure("missing: what Debian calls \(missing.joined(separator: ", ")); install it and run this again")
        }
        guard Environment.isRoot else {
            throw Failure("missing: \(missing.joined(separator: ", ")). Run: sudo apt-get update && sudo \(install.joined(separator: " "))")
        }
        Terminal.announce("installing \(missing.joined(separator: ", "))")
        // Complaints are shown, the list of what was unpacked is not.
        let quiet = ["DEBIAN_FRONTEND": "noninteractive"]
        _ = try Tool("apt-get", "update", "-qq").with(quiet).text()
        _ = try Tool(install + ["-qq", "-o", "Dpkg::Use-Pty=0"]).with(quiet).text()
        let still = requirements.filter { !$0.isThere() }.map(\.package)
        guard still.isEmpty else { throw Failure("installed, yet not found: \(still.joined(separator: ", "))") }
    }

    private static func library(_ name: String) -> Bool { Tool("pkg-config", "--exists", name).succeeds() }
}
