import Core
import Database
import Foundation
import TestSupport
import Testing

/// What cannot work is said in one clear line, with the right exit code, and nothing is half done.
@Suite struct RefusalTests {
    static let settings: [([String: String], String)] = [
        (["HERALD_PROT": "1"], "HERALD_PROT is not a setting"),
        (["HERALD_LOG_LEVLE": "debug"], "did you mean HERALD_LOG_LEVEL?"), (["HERALD_PORT": "1"], "did you mean PORT?"),
        (["PORT": "eighty"], "PORT must be a number from 0 to 65535"),
        (["HERALD_CHANNEL": "pigeon"], "HERALD_CHANNEL must be simulator"),
        (["HERALD_SYNC_TIMEOUT": "0"], "HERALD_SYNC_TIMEOUT must be a number from 1 to 60"),
        (["DATABASE_URL": "postgresql://127.0.0.1/x"], "HERALD_MASTER_KEY must be set"),
        (["HERALD_TEST_ROUTES": "0", "HERALD_FAILPOINTS": "before-commit=error"], "need HERALD_TEST_ROUTES=1"),
        (["HERALD_FAILPOINTS": "nowhere=kill"], "`herald failpoints` lists the names"),
        (["HERALD_PUBLIC_URL": "herald.example"], "HERALD_PUBLIC_URL must be an http:// or https:// URL without a path"),
        (["HERALD_PUBLIC_URL": "https://herald.example/app"], "without a path"),
        (["HERALD_TRUSTED_PROXIES": "10.0.0.0/99"], "HERALD_TRUSTED_PROXIES: "),
        (["HERALD_SIGN_UP": "maybe"], "HERALD_SIGN_UP must be open or closed"),
        (["HERALD_HOST": "not an address"], "HERALD_HOST must be a numeric address"),
    ]

    @Test(arguments: settings) func `a wrong setting is one line and exit code 1`(setting: [String: String], line: String) async throws {
        try await Folder.with { folder in
            let result = try Run.herald(["serve"], in: folder, setting)
            #expect(result.code == 1)
            #expect(result.errors.contains(line), "\(result.errors)")
        }
    }

    @Test func `all mistakes are told at once`() async throws {
        try await Folder.with { folder in
            let result = try Run.herald(["serve"], in: folder, ["PORT": "x", "HERALD_LOG_LEVEL": "loud"])
            #expect(result.errors.split(separator: "\n").count == 2)
        }
    }

    @Test(arguments: [["fly"], ["tenant"], ["tenant", "create"], ["serve", "now"], ["openapi", "--into", "x"], ["tenant", "create", "--name"]])
    func `wrong usage is exit code 2`(arguments: [String]) async throws {
        try await Folder.with { folder in
            let result = try Run.herald(arguments, in: folder)
            #expect(result.code == 2)
            #expect(result.errors.hasPrefix("herald: "))
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    private static let keys = [
        "HERALD_MASTER_KEY": Data(repeating: 7, count: 32).base64EncodedString(), "HERALD_ADMIN_KEY": Stage.adminKey,
    ]

    @Test func `a database that cannot be reached is one line`() async throws {
        try await Folder.with { folder in
            let url = "postgresql://nobody@127.0.0.1:\(Herald.freePort())/nowhere?connect_timeout=2"
            let result = try Run.herald(["serve"], in: folder, Self.keys.merging(["DATABASE_URL": url, "HERALD_TEST_ROUTES": "0"]) { $1 })
            #expect(result.code == 1)
            #expect(result.errors.hasPrefix("herald: the database is not available: "), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a port that is in use is one line`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Stage.with { stage in
                let port = try #require(URL(string: receiver.url)?.port)
                let result = try Run.herald(["serve"], in: stage.folder, stage.settings.merging(["PORT": "\(port)"]) { $1 })
                #expect(result.code == 1)
                #expect(result.errors.contains("\(port)") && result.errors.contains("in use"), "\(result.errors)")
            }
        }
    }

    @Test func `a migration that was changed stops the start`() async throws {
        try await Stage.with { stage in
            try await stage.database.script("UPDATE app.migration SET checksum = 'x' WHERE name = '0001_foundation'")
            let result = try Run.herald(["serve"], in: stage.folder, stage.settings)
            #expect(result.code == 1)
            #expect(result.errors.contains("0001_foundation"), "\(result.errors)")
        }
    }

    @Test func `a schema that is newer than the program stops the start`() async throws {
        try await Stage.with { stage in
            try await stage.database.script("INSERT INTO app.migration VALUES (9999, '9999_future', 'x', now())")
            let result = try Run.herald(["serve"], in: stage.folder, stage.settings)
            #expect(result.code == 1)
            #expect(result.errors.contains("9999_future"), "\(result.errors)")
        }
    }

    @Test func `a slug that is taken and a plan that is not there are one line each`() async throws {
        try await Stage.with { stage in
            let taken = try Run.herald(
                ["tenant", "create", "--name", "Acme", "--slug", "acme", "--owner", "o@acme.test"], in: stage.folder, stage.settings)
            #expect(taken.code == 1)
            #expect(taken.errors == "herald: another tenant has the slug acme\n")
            let unknown = try Run.herald(
                ["tenant", "create", "--name", "B", "--slug", "b2", "--plan", "gold", "--owner", "o@b.test"], in: stage.folder, stage.settings)
            #expect(unknown.code == 1)
            #expect(unknown.errors.contains("plan"), "\(unknown.errors)")
            #expect(try await stage.database.count("SELECT count(*) FROM accounts.tenant") == 1)
        }
    }
}
