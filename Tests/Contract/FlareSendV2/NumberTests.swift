import Core
import Database
import TestSupport
import Testing

/// Contract FS2-150 to FS2-156: `POST /check-number`.
@Suite(.serialized, .herald) struct NumberTests {
    private func check(_ number: JSON, on stage: Stage) async throws -> TestAnswer {
        try await stage.call("POST", "/check-number", ["number": number])
    }

    @Test(.tags(.FS2_150, .FS2_151)) func `the number is answered as it was asked`() async throws {
        let (stage, _) = try await Stage.linked()
        for text in ["254798765432", "+254798765432"] {
            let answer = try await check(.string(text), on: stage)
            #expect(answer.status == 200 && answer.json.names == ["success", "number", "exists"])
            #expect(answer.json == ["success": true, "number": .string(text), "exists": true])
        }
    }

    @Test(.tags(.FS2_152)) func `who is not on WhatsApp is no error`() async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await check("254712340000", on: stage)
        #expect(answer.status == 200)
        #expect(answer.json == ["success": true, "number": "254712340000", "exists": false])
    }

    static let wrong: [JSON] = [
        [:], ["number": .null], ["number": ""], ["number": "next door"], ["number": 254_798_765_432], ["number": ["254798765432"]],
        ["number": "254798765432\0"], ["number": "0712345678"], ["number": "12"], ["number": "٢٥٤٧٩٨٧٦٥٤٣٢"], ["numbers": "254798765432"], [],
        "254798765432", .null,
        ["number": .string("254798765432" + String(repeating: " ", count: 200))],
    ]

    @Test(.tags(.FS2_153), arguments: wrong) func `what is no number is refused in one sentence`(body: JSON) async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await stage.call("POST", "/check-number", body)
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Invalid number format or missing field"])
    }

    @Test(.tags(.FS2_154)) func `without a key nobody is told`() async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call("POST", "/check-number", ["number": "254798765432"])
        #expect(answer.status == 401)
        #expect(answer.json == ["success": false, "error": "Authorization header required"])
    }

    @Test(.tags(.FS2_155)) func `a number that is not connected cannot ask, not even for what is known`() async throws {
        let stage = try await Stage()
        #expect(try await check("254798765432", on: stage).status == 425)
        let instance = try await stage.tenant.linkedInstance()
        #expect(try await check("254798765432", on: stage).status == 200)
        _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(instance)/disconnect", ["reason": "logged_out"])
        try await eventually("the loss is known") { try await check("254798765432", on: stage).status == 425 }
        #expect(
            try await check("254798765432", on: stage).json == [
                "success": false, "message": "Instance not ready for messaging", "status": "logged_out",
                "action": "Please ensure the QR code is scanned and the instance is connected",
            ])
    }

    @Test(.tags(.FS2_156)) func `an answer is remembered, and too many new questions have to wait`() async throws {
        let (stage, _) = try await Stage.linked()
        _ = try await check("254798765432", on: stage)
        func remembered() async throws -> Int {
            try await stage.harness.database.count("SELECT count(*) FROM numbers.registration WHERE tenant_id = \(stage.tenant.id)")
        }
        #expect(try await remembered() == 1)
        // Were it asked again, this would be told.
        try await stage.harness.database.script("UPDATE numbers.registration SET jid = NULL WHERE tenant_id = '\(stage.tenant.id)'")
        #expect(try await check("254798765432", on: stage).json["exists"] == false)
        var limited: TestAnswer?
        var next = 10_000_001
        // As many as there may be at once, down to the last.
        for size in [Int](repeating: 100, count: 11) + [64, 32, 16, 8, 4, 2, 1] {
            let numbers = (next..<(next + size)).map { JSON.string("+2547\($0)") }
            next += size
            let answer = try await stage.tenant.call("POST", "/v1/numbers/check", ["numbers": .array(numbers)])
            if answer.status == 429 { limited = answer } else { #expect(answer.status == 200) }
        }
        #expect(try #require(limited).json["code"] == "rate_limited")
        var refused = try await check("254733333331", on: stage)
        // One look-up comes back every two seconds.
        for last in 2...9 where refused.status == 200 { refused = try await check(.string("25473333333\(last)"), on: stage) }
        #expect(refused.status == 429 && refused.json == ["success": false, "message": "Too many requests"])
        let wait = try #require(refused.header("Retry-After").flatMap { Int($0) })
        #expect((1...200).contains(wait))
        // What is known costs nothing.
        #expect(try await check("254798765432", on: stage).status == 200)
    }
}
