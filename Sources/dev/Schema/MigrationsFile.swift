/// `Sources/App/Generated/Migrations.swift`: the migrations of `db/migrations` as the program carries them.
struct MigrationsFile: Sendable {
    /// `NNNN_name`, in order, with the text of each.
    let migrations: [(name: String, sql: String)]

    init(_ workspace: Workspace) throws(Failure) {
        var found: [(String, String)] = []
        for file in try workspace.names(in: workspace.migrations) where file.hasSuffix(".sql") {
            found.append((String(file.dropLast(4)), try workspace.read("\(workspace.migrations)/\(file)")))
        }
        migrations = found
    }

    var text: String {
        let entries = migrations.map { "        Migration(name: \"\($0.name)\", sql: \(Self.literal($0.sql)))," }
        return """
            // Made by `swift run dev schema` from db/migrations; a test keeps the two alike.
            // swift-format-ignore-file

            package import Database

            /// The migrations that the program carries, so that one file is a deployment.
            package enum Migrations {
                /// All of them, oldest first.
                package static let all: [Migration] = [
            \(entries.joined(separator: "\n"))
                ]
            }

            """
    }

    /// A raw multi-line literal of exactly this text, with as many number signs as its content needs.
    static func literal(_ sql: String) -> String {
        var signs = "#"
        while sql.contains("\"\"\"" + signs) || sql.contains("\\" + signs) { signs += "#" }
        return "\(signs)\"\"\"\n\(sql)\n\"\"\"\(signs)"
    }
}
