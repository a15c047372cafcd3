import Core
import Database
import Foundation
import TestSupport
import Testing

/// A database, a tenant and a journal that outlive any one process of Herald.
struct Stage {
    let folder: Folder
    let database: TestDatabase
    let settings: [String: String]
    let journal: String
    let key: String
    /// The password that was made for owner@acme.test.
    let ownerPassword: String

    static let adminKey = "hk_admin_for_tests_0123456789abcdefghij"

    static func with(_ body: (Stage) async throws -> Void) async throws {
        try await Folder.with { folder in
            try await TestDatabase.with { database in
                let journal = folder.path + "/journal"
                let settings = [
                    "DATABASE_URL": database.service.connection.reveal, "HERALD_MIGRATION_URL": database.owner.connection.reveal,
                    "HERALD_MASTER_KEY": Data(repeating: 7, count: 32).base64EncodedString(), "HERALD_ADMIN_KEY": adminKey,
                    "HERALD_SIMULATOR_JOURNAL": journal,
                ]
                let made = try Run.herald(
                    ["tenant", "create", "--name", "Acme", "--slug", "acme", "--plan", "pro", "--owner", "owner@acme.test", "--json"],
                    in: folder, settings)
                try #require(made.code == 0, "\(made.errors)")
                let tenant = try JSONParser.parse(made.output)
                // A test is no client: what it asks for in a second says nothing.
                try await database.script("UPDATE billing.plan SET requests_per_second = NULL")
                try await body(
                    Stage(
                        folder: folder, database: database, settings: settings, journal: journal,
                        key: try #require(tenant["api_key"]?.string), ownerPassword: try #require(tenant["owner"]?["password"]?.string)))
            }
        }
    }

    /// Starts the program, with failpoints if any.
    func start(failing failpoints: String? = nil) async throws -> Herald {
        try await Herald(in: folder, failpoints.map { settings.merging(["HERALD_FAILPOINTS": $0]) { $1 } } ?? settings)
    }

    /// The tenant, as it speaks to that process.
    func tenant(of herald: Herald) -> TestTenant { TestTenant(id: .init(high: 0, low: 0), key: key, testKey: key, client: herald.client) }

    /// What the simulated network saw: for each chat the ids of the messages to it, repetitions included.
    func transmissions() throws -> [String: [String]] {
        guard FileManager.default.fileExists(atPath: journal) else { return [:] }
        let lines = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
        return Dictionary(lines.filter { $0.count == 3 }.map { (String($0[2]), [String($0[1])]) }, uniquingKeysWith: +)
    }
}
