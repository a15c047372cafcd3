/// Makes what is generated from the migrations, or compares it.
struct Schema: Command {
    let name = "schema"
    let usage = "schema [--check]"
    let summary = "embed db/migrations and dump db/schema.sql; with --check, fail if they differ"
    private static let command = "swift run dev schema"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let check = arguments.flag("--check")
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl])
        if check {
            try compareEmbedded(workspace)
            try Build(workspace).herald(.debug)
            try compareDump(workspace)
        } else {
            try workspace.write(MigrationsFile(workspace).text, to: workspace.embeddedMigrations)
            try Build(workspace).herald(.debug)
            try workspace.write(SchemaDump(workspace: workspace).text(), to: workspace.schemaDump)
        }
    }

    /// Before anything is built with old migrations.
    func compareEmbedded(_ workspace: Workspace) throws(Failure) {
        try Drift.refuse(workspace.embeddedMigrations, isNot: MigrationsFile(workspace).text, mending: Self.command, in: workspace)
    }

    func compareDump(_ workspace: Workspace) throws(Failure) {
        try Drift.refuse(workspace.schemaDump, isNot: SchemaDump(workspace: workspace).text(), mending: Self.command, in: workspace)
    }
}
