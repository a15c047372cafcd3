import Core
import Foundation
import TestSupport
import Testing

/// One number through every dialect: made by one, seen by all, linked by the code on the screen.
@Suite(.serialized) struct OneInstanceTests {
    /// FlareSend v1's document, word for word; host and key are replaced.
    static let documented = [
        """
        curl --location 'https://api.flaresend.io/register' \\
        --header 'api-key: 1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e' \\
        --header 'Content-Type: application/json' \\
        --data-raw '{
        "firstname": "Sos",
        "lastname": "Mongare",
        "email": "sosmongare@gmail.com",
        "password": "admin123"
        }'
        """,
        """
        curl --location 'https://api.flaresend.io/login' \\
        --header 'api-key: 1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e' \\
        --header 'Content-Type: application/json' \\
        --data-raw '{
        "email": "sosmongare@gmail.com",
        "password": "admin123"
        }'
        """,
        """
        curl --location --request POST 'https://api.flaresend.io/instances' \\
        --header 'api-key: 1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e' \\
        --header 'Authorization: Bearer 1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e' \\
        --data ''
        """,
    ]

    @Test func `an instance made by FlareSend v1's documented calls is everywhere, and linked once its picture is scanned`() async throws {
        try await Stage.with { stage in
            let herald = try await stage.start()
            let answers = try Self.documented.map { try run($0, stage, herald) }
            #expect(answers.map { $0["status"] } == ["success", "success", "success"], "\(answers.map(\.text))")
            let id = try #require(answers[2]["instance_id"]?.string)

            let (client, key) = (herald.client, stage.key)
            let views: [(name: String, look: () async throws -> JSON?)] = [
                ("sessions", { try await client.call("GET", "/api/v1/sessions", key: key).json["sessions"]?.array?.first }),
                ("msgflash", { try await client.call("GET", "/api/v1/instances", headers: [("x-api-key", key)]).json["data"]?.array?.first }),
                ("native", { try await client.call("GET", "/v1/instances", key: key).json["data"]?.array?.first }),
            ]
            for view in views {
                let shown = try await view.look()
                #expect(shown?["id"]?.string == id, "\(view.name)")
                #expect(shown?["status"] != "connected", "\(view.name)")
            }

            let tenant = stage.tenant(of: herald)
            try await eventually("a code is shown") { try await tenant.call("GET", "/v1/instances/\(id)/qr").status == 200 }
            let picture = try await tenant.call("GET", "/v1/instances/\(id)/qr?format=png")
            let code = try scanned(picture.body, in: stage.folder)
            let scan = try await tenant.call(
                "POST", "/v1/sandbox/instances/\(id)/scan", ["number": "254700000001", "code": .string(code)])
            try #require(scan.status == 200, "\(scan.text)")
            for view in views {
                try await eventually("\(view.name) shows it connected") { try await view.look()?["status"] == "connected" }
            }
            #expect(herald.terminate() == 0)
        }
    }

    /// What the shell makes of a documented call, spoken to our server with our key.
    private func run(_ call: String, _ stage: Stage, _ herald: Herald) throws -> JSON {
        let ours = call.replacing("https://api.flaresend.io", with: "http://127.0.0.1:\(herald.client.port)")
            .replacing("1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e", with: stage.key)
        let result = try Run.command("/bin/sh", ["-c", ours], in: stage.folder)
        return try JSONParser.parse(result.output)
    }

    /// What a phone's camera would read.
    private func scanned(_ picture: [UInt8], in folder: Folder) throws -> String {
        let path = folder.path + "/code.png"
        try Data(picture).write(to: URL(filePath: path))
        let result = try Run.command("/usr/bin/env", ["zbarimg", "--quiet", "--raw", path], in: folder)
        try #require(result.code == 0, "\(result.errors)")
        return String(result.output.dropLast())
    }
}
