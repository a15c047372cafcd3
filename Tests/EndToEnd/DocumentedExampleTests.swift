import Core
import Foundation
import TestSupport
import Testing

/// The documents' own examples, run as they are printed.
@Suite(.serialized) struct DocumentedExampleTests {
    /// Where the list of all examples with what they were answered is written: a path, or `-` for standard output.
    private static let wanted = ProcessInfo.processInfo.environment["HERALD_LIST_EXAMPLES"]

    @Test func `every documented curl example gives the documented shape`() async throws {
        let examples = try DocumentedExample.all()
        #expect(examples.count == 23)
        try await Stage.with { stage in
            let herald = try await stage.start()
            let file = stage.folder.path + "/Sec1L1.pdf"
            try Data(FileServer.pdf).write(to: URL(filePath: file))
            try "silent\nshow-error\nwrite-out = \"\\n%{http_code}\"\n".write(
                toFile: stage.folder.path + "/.curlrc", atomically: true, encoding: .utf8)
            var customers: [String: Customer] = [:]
            var list = ""
            for example in examples {
                if customers[example.document] == nil { customers[example.document] = try await Customer(example.document, stage, on: herald) }
                let customer = try #require(customers[example.document])
                let command = try example.command(port: herald.client.port, key: customer.key, file: file, customer.values)
                let result = try Run.command("/bin/sh", ["-c", command], in: stage.folder, Self.environment(stage.folder))
                let lines = result.output.components(separatedBy: "\n")
                let (body, status) = (lines.dropLast().joined(separator: "\n"), lines.last.flatMap { Int($0) })
                list += "\(example.name): \(example.source)\n\(command)\n-> \(status ?? 0)\n\(body)\n\(result.errors)\n"
                #expect(status == example.status, "\(example.name): \(body) \(result.errors)")
                let found = (try? JSONParser.parse(body)) ?? .null
                let differences = DocumentedShape.differences(example.answer, found)
                #expect(differences.isEmpty, "\(example.name): \(body)")
            }
            try Self.write(list)
            #expect(herald.terminate() == 0)
        }
    }

    @Test func `a shape that is another is told apart`() throws {
        let documented: JSON = ["a": "x", "b": [["id": "x", "admin": "y"], ["id": "x", "admin": .null]], "c": ["1@g.us": ["n": 1]]]
        func differences(_ name: String, _ value: JSON) -> [String] {
            let members = (documented.object ?? []).map { $0.name == name ? JSON.Member(name, value) : $0 }
            return DocumentedShape.differences(documented, .object(members))
        }
        #expect(differences("a", "another text").isEmpty)
        #expect(differences("b", [["id": "1", "admin": .null], ["id": "2", "admin": "admin"]]).isEmpty)
        #expect(differences("c", ["2@g.us": ["n": 2], "3@g.us": ["n": 3]]).isEmpty)
        let broken: [(String, JSON)] = [
            ("a", 7), ("a", .null), ("b", []), ("b", [["id": 7, "admin": "y"]]), ("b", [["admin": "y", "id": "x"]]), ("b", "x"), ("c", .object([])),
            ("c", ["2@g.us": ["n": "1"]]),
        ]
        for (name, value) in broken {
            #expect(!differences(name, value).isEmpty, "\(name): \(value.text)")
        }
        #expect(!DocumentedShape.differences(documented, ["a": "x"]).isEmpty)
    }

    private static func environment(_ folder: Folder) -> [String: String] {
        ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "CURL_HOME": folder.path]
    }

    private static func write(_ list: String) throws {
        guard let wanted else { return }
        if wanted == "-" { print(list) } else { try list.write(toFile: wanted, atomically: true, encoding: .utf8) }
    }
}

/// A tenant with what the examples of one document presuppose: a phone that is linked, and the things whose ids the document invents.
private struct Customer {
    let key: String
    let values: [String: String]

    init(_ document: String, _ stage: Stage, on herald: Herald) async throws {
        let client = herald.client
        let made = try Run.herald(
            ["tenant", "create", "--name", document, "--slug", document, "--plan", "pro", "--owner", "owner@\(document).test", "--json"],
            in: stage.folder, stage.settings)
        try #require(made.code == 0, "\(made.errors)")
        key = try #require(try JSONParser.parse(made.output)["api_key"]?.string)
        let tenant = TestTenant(id: .init(high: 0, low: 0), key: key, testKey: key, client: client)
        var values = ["instance": try await tenant.linkedInstance()]
        let tomorrow = Instant(seconds: Int64(Date().timeIntervalSince1970) + 86_400)
        values["tomorrow"] = tomorrow.rfc3339(milliseconds: false).prefix(10) + " 13:48:00"
        // What is printed of the instance and of the group presupposes that they were given a name and a description.
        let named = try await tenant.call("PATCH", "/v1/instances/\(values["instance"] ?? "")", ["name": "boutique-principale"])
        try #require(named.status == 200, "\(named.text)")
        if document == "v2" {
            let group = try await tenant.call(
                "POST", "/groups", ["subject": "Weekend Hiking Plans", "participants": ["254711111111", "254722222222"]])
            let id = try #require(group.json["data"]?["id"]?.string, "\(group.text)")
            let described = try await tenant.call("PATCH", "/v1/groups/\(id)", ["description": "Plan for our next hike."])
            try #require(described.status == 200, "\(described.text)")
            values["group"] = id
        }
        self.values = values
    }
}
