import Foundation

/// Writes the committed OpenAPI documents, or compares them.
struct OpenAPI: Command {
    let name = "openapi"
    let usage = "openapi [--check]"
    let summary = "write openapi/*.json from the declared routes; with --check, fail if they differ"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let check = arguments.flag("--check")
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.building)
        try Build(workspace).herald(.debug)
        try check ? compare(workspace) : write(to: workspace.documents, workspace)
    }

    func compare(_ workspace: Workspace) throws(Failure) {
        let fresh = try workspace.scratch("openapi")
        defer { try? FileManager.default.removeItem(atPath: fresh) }  // it is only our own
        try write(to: fresh, workspace)
        try Drift.refuse(workspace.documents, unlike: fresh, mending: "swift run dev openapi", in: workspace)
    }

    private func write(to folder: String, _ workspace: Workspace) throws(Failure) {
        try Tool(workspace.herald(.debug), "openapi", "--directory", folder).at(workspace.root).run(input: .nothing)
    }
}
