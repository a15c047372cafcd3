package import Core

/// Brings the schema to where the program needs it: forward only, one transaction each, remembered by checksum.
package struct Migrator: Sendable {
    /// What the database remembers of a migration.
    struct Applied: Sendable {
        let version: Int
        let name: String
        let checksum: String
    }

    /// The longest that one migration may run.
    package static let limit: Duration = .seconds(600)
    /// Only one program migrates a database at a time: the key of its advisory lock.
    private static let lockKey: Int64 = 0x6865_7261_6C64

    private let migrations: [Migration]
    private let settings: ConnectionSettings
    private let runtime: Runtime

    /// A migrator that connects as a role which may create schemas and roles.
    package init(_ migrations: [Migration], settings: ConnectionSettings, runtime: Runtime) {
        self.migrations = migrations
        self.settings = settings
        self.runtime = runtime
    }

    /// Applies what is missing, in order, and says what that was. Throws `MigrationError`, or `DatabaseError` when the connection fails.
    @discardableResult
    package func migrate() async throws -> [String] {
        let ordered = try Self.ordered(migrations)
        return try await Administration.run { () throws -> [String] in
            try apply(ordered, on: Wire.connect(settings, for: .administration))
        }
    }

    private func apply(_ ordered: [(version: Int, migration: Migration)], on wire: Wire) throws -> [String] {
        try wire.ask("SELECT pg_advisory_lock(\(Self.lockKey))", within: Self.limit)
        try wire.script(
            """
            CREATE SCHEMA IF NOT EXISTS app;
            CREATE TABLE IF NOT EXISTS app.migration
                (version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL);
            """, within: Self.limit)
        let known = try Self.known(ordered, on: wire)
        let pending = Set(try Self.pending(known: known, applied: Self.applied(on: wire)).map(\.version))
        for (item, known) in zip(ordered, known) where pending.contains(item.version) {
            try apply(item.migration, version: item.version, checksum: known.checksum, on: wire)
            runtime.log.info("migration applied", ["migration": .string(item.migration.name)])
        }
        return known.filter { pending.contains($0.version) }.map(\.name)
    }

    private func apply(_ migration: Migration, version: Int, checksum: String, on wire: Wire) throws {
        let remember: SQL = """
            INSERT INTO app.migration (version, name, checksum, applied_at)
            VALUES (\(Int32(clamping: version)), \(migration.name), \(checksum), \(runtime.clock.now))
            """
        do {
            if migration.runsOutsideTransaction {
                try wire.script(migration.sql, within: Self.limit)
                try runtime.failpoints.pass(.duringMigration)
                try wire.ask(remember, within: Self.limit)
            } else {
                try wire.script("BEGIN", within: Self.limit)
                try wire.script(migration.sql, within: Self.limit)
                try runtime.failpoints.pass(.duringMigration)
                try wire.ask(remember, within: Self.limit)
                try wire.script("COMMIT", within: Self.limit)
            }
        } catch let error as DatabaseError {
            if case .unavailable = error.code { throw error }
            throw MigrationError.failed(migration.name, reason: error.detail)
        }
    }

    /// What the database remembers, by number.
    static func applied(on wire: Wire) throws -> [Applied] {
        try wire.rows("SELECT version, name, checksum FROM app.migration ORDER BY version", within: limit) { row in
            Applied(version: try row.next(), name: try row.next(), checksum: try row.next())
        }
    }

    /// What the program knows, with checksums (SHA-256) that PostgreSQL computes, since Database has no cryptography of its own.
    static func known(_ ordered: [(version: Int, migration: Migration)], on wire: Wire) throws -> [Applied] {
        let texts = ordered.map(\.migration.sql)
        let checksums = try wire.rows(
            """
            SELECT encode(sha256(convert_to(text, 'UTF8')), 'hex')
            FROM unnest(\(texts)) WITH ORDINALITY AS file (text, position) ORDER BY position
            """, within: limit
        ) { row in try row.next(String.self) }
        return zip(ordered, checksums).map { Applied(version: $0.version, name: $0.migration.name, checksum: $1) }
    }

    /// The migrations by number; throws for a name without one, or a number that comes twice.
    static func ordered(_ migrations: [Migration]) throws(MigrationError) -> [(version: Int, migration: Migration)] {
        var ordered: [(version: Int, migration: Migration)] = []
        for migration in migrations.sorted(by: { $0.name < $1.name }) {
            guard let version = migration.version, version != ordered.last?.version else { throw .misnamed(migration.name) }
            ordered.append((version, migration))
        }
        return ordered
    }

    /// What is still to be applied; throws where program and database contradict each other. Both by ascending number.
    static func pending(known: [Applied], applied: [Applied]) throws(MigrationError) -> [Applied] {
        let memory = Dictionary(applied.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
        let versions = Set(known.map(\.version))
        if let stranger = applied.first(where: { !versions.contains($0.version) }) { throw .unknown(stranger.name) }
        let last = applied.map(\.version).max() ?? 0
        var pending: [Applied] = []
        for migration in known {
            if let remembered = memory[migration.version] {
                guard remembered.checksum == migration.checksum, remembered.name == migration.name else { throw .changed(migration.name) }
            } else {
                guard migration.version > last else { throw .missing(migration.name) }
                pending.append(migration)
            }
        }
        return pending
    }
}
