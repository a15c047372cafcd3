import Foundation

/// The outside programs that tests ask for a second opinion, in a virtual environment under the build directory.
struct Checkers: Sendable {
    /// Fixed versions, so that a verdict changes only when we say so.
    static let packages = ["openapi-spec-validator==0.9.0", "standardwebhooks==1.1.0"]

    let workspace: Workspace

    /// The environment's Python, ready; nil where this machine has none, which CI does not accept.
    func prepare() throws(Failure) -> String? {
        if Environment.isCI || (Environment.isRoot && Environment.find("python3") != nil) { try Requirement.meet([.python]) }
        guard Requirement.python.isThere() else {
            Terminal.announce("no python3 with venv here: tests run without the outside checkers")
            return nil
        }
        let stamp = workspace.checkers + "/installed"
        let wanted = Self.packages.joined(separator: "\n")
        let python = workspace.checkers + "/bin/python"
        if FileManager.default.isExecutableFile(atPath: python), (try? workspace.read(stamp)) == wanted { return python }
        do {
            Terminal.announce("installing the outside checkers")
            try Tool("python3", "-m", "venv", "--clear", workspace.checkers).run(input: .nothing)
            try Tool([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + Self.packages).run(input: .nothing)
            try workspace.write(wanted, to: stamp)
            return python
        } catch  where !Environment.isCI {
            Terminal.announce("tests run without the outside checkers: \(error.message)")
            return nil
        }
    }
}
