/// What can be told of SQL by its words.
enum SQLText {
    private static let statement = Pattern(
        #"\b(SELECT\s+\S|INSERT\s+INTO\s|UPDATE\s+\w+[.\s]|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|SCHEMA|ROLE|FUNCTION|DATABASE)\b|ALTER\s+(TABLE|ROLE|SCHEMA)\b|DROP\s+(TABLE|DATABASE)\b|TRUNCATE\s|SET\s+LOCAL\s|LISTEN\s+\w|NOTIFY\s+\w|GRANT\s+\w+\s|WITH\s+\w+(\([^)]*\))?\s+AS\s)"#
    )
    static func isSQL(_ literal: String) -> Bool { statement.isIn(literal) }

    /// The tables of ours that a literal names. A function of another schema is no table: it is that module's own door.
    static func tables(in literal: String) -> [(schema: String, table: String)] {
        known.filter { Pattern(#"\b\#($0.schema)\.\#($0.table)\b"#).isIn(literal) }
    }

    static func withoutComments(_ sql: String) -> String {
        sql.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line
        }.joined(separator: "\n")
    }

    /// Every table that the migrations make.
    static let known: [(schema: String, table: String)] = Project.migrations.flatMap { migration in
        Pattern(#"(?i)CREATE TABLE (?:IF NOT EXISTS )?(\w+)\.(\w+)"#).matches(in: withoutComments(migration.sql)).map { ($0.groups[0], $0.groups[1]) }
    }
}
