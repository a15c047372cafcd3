/// Builds with SwiftPM, on our streams.
struct Build: Sendable {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// The program alone.
    func herald(_ configuration: BuildConfiguration) throws(Failure) {
        Terminal.announce("building herald (\(configuration.rawValue))")
        try Tool(configuration.command).at(workspace.root).run(input: .nothing)
    }

    /// Everything, tests too; with `guardingImports`, an import of a target that the manifest does not list is an error.
    func everything(guardingImports: Bool = false) throws(Failure) {
        Terminal.announce(guardingImports ? "building everything, imports checked against Package.swift" : "building everything")
        let check = guardingImports ? ["--explicit-target-dependency-import-check", "error"] : []
        try Tool(["swift", "build", "--build-tests"] + check).at(workspace.root).run(input: .nothing)
    }
}
