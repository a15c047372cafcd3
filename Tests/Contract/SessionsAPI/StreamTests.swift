import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

extension SessionsAPITests {
    /// Contract GS-26 to GS-31: following a session.
    @Suite struct StreamTests {
        /// A Herald of its own whose time can be moved.
        private func withClock(_ body: (Stage, ShiftedClock) async throws -> Void) async throws {
            let clock = ShiftedClock()
            try await Harness.with(clock: clock) { try await body(Stage(on: $0), clock) }
        }

        /// Lets time pass, no faster than the process renews its lease: if it lost it, its sessions would begin anew.
        private func pass(_ time: Duration, of clock: ShiftedClock, _ stage: Stage) async throws {
            var rest = time
            while rest > .zero {
                let step = min(rest, .seconds(2))
                clock.advance(by: step)
                rest -= step
                try await eventually("the lease is renewed") {
                    try await stage.harness.database.count(
                        "SELECT count(*) FROM instances.holder WHERE lease_until > \(clock.now + .seconds(3))") == 1
                }
            }
        }

        @Test(.tags(.GS_26, .GS_27)) func `the stream is of Server-Sent Events, and goes from a code to the connection`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            try await stage.follow(id) { stream in
                #expect(stream.status == 200)
                #expect(stream.header("Content-Type") == "text/event-stream")
                #expect(stream.header("Cache-Control") == "no-store")
                let shown = try await stream.first("a code is shown") { $0.name == "qr" }
                #expect(shown.data.names == ["qr", "sequence", "expires_at"])
                #expect(shown.data["qr"] == (try await stage.call("GET", "/v1/instances/\(id)/qr").json["code"]))
                try await stage.scan(id)
                let connected = try await stream.first("it is connected") { $0.name == "connected" }
                #expect(connected.data == ["phone": "+254700000001"])
                #expect(!stream.events.contains { $0.name == "error" })
                #expect(!stream.isOver)
            }
        }

        @Test(.tags(.GS_28)) func `codes rotate, and who comes late is told the one that shows now`() async throws {
            try await withClock { stage, clock in
                let id = try await stage.session()
                try await stage.follow(id) { early in
                    let first = try await early.first("the first code") { $0.data["sequence"] == 1 }
                    try await pass(.seconds(61), of: clock, stage)
                    let second = try await early.first("the second code") { $0.data["sequence"] == 2 }
                    #expect(first.data["qr"] != second.data["qr"])
                    try await stage.follow(id) { late in
                        let shown = try await late.first("a code") { $0.name == "qr" }
                        #expect(shown == second)
                        try await stage.scan(id)
                        for stream in [early, late] { try await stream.first("it is connected") { $0.name == "connected" } }
                    }
                }
            }
        }

        static let standstills: [(status: String, reason: String, wish: String, code: String)] = [
            ("created", "'pairing_ended'", "none", "QR_EXPIRED"), ("created", "'requested'", "none", "SESSION_DISCONNECTED"),
            ("passkey_required", "NULL", "session", "PASSKEY_REQUIRED"),
        ]

        @Test(.tags(.GS_27), arguments: standstills)
        func `where linking does not go on by itself, it is said why`(status: String, reason: String, wish: String, code: String) async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            try await stage.follow(id) { stream in
                try await stream.first("a code is shown") { $0.name == "qr" }
                // That codes are used up after ten minutes is shown where time can be moved, by the tests of Instances.
                try await stage.harness.database.script(
                    """
                    UPDATE instances.instance SET status = '\(status)', status_reason = \(reason), wish = '\(wish)', code_sealed = NULL,
                        code_sequence = NULL, code_expires_at = NULL
                    WHERE id = '\(id)'
                    """)
                let error = try await stream.first("it is said") { $0.name == "error" }
                #expect(error.data["code"]?.string == code)
                #expect(error.data.names == ["code", "message"])
            }
            guard wish == "none" else { return }
            try await stage.follow(id) { stream in try await stream.first("opening it again starts anew") { $0.name == "qr" } }
        }

        @Test(.tags(.GS_29)) func `a stream with nothing to say says that it is still there`() async throws {
            try await withClock { stage, clock in
                let id = try await stage.linkedSession()
                try await stage.follow(id) { stream in
                    try await stream.first("it is connected") { $0.name == "connected" }
                    let before = stream.comments
                    try await pass(.seconds(16), of: clock, stage)
                    try await eventually("there is a sign of life") { stream.comments > before }
                    #expect(stream.events.map(\.name) == ["connected"])
                }
            }
        }

        @Test(.tags(.GS_29)) func `a client that goes away is let go of`() async throws {
            try await Harness.with { harness in
                let stage = try await Stage(on: harness)
                let id = try await stage.session()
                func connections() async throws -> Int {
                    let text = try await harness.client.call("GET", "/metrics", key: Harness.adminKey).text
                    let line = try #require(
                        text.split(separator: "\n").first { $0.hasPrefix("herald_http_connections{") && $0.contains("\"http\"") }, "\(text)")
                    return try #require(line.split(separator: " ").last.flatMap { Int($0) })
                }
                let before = try await connections()
                for _ in 0..<3 {
                    try await stage.follow(id) { stream in
                        try await stream.first("a code is shown") { $0.name == "qr" }
                        #expect(try await connections() > before)
                    }
                }
                try await eventually("nobody is connected any more") { try await connections() <= before }
            }
        }

        @Test(.tags(.GS_30)) func `a token of one use opens the stream of its path, once`() async throws {
            let stage = try await Stage()
            let (id, other) = (try await stage.session(), try await stage.session("other"))
            let path = "/api/v1/sessions/\(id)/stream"
            func token() async throws -> String {
                let made = try await stage.call("POST", "/v1/stream-tokens", ["path": .string(path)])
                return try #require(made.json["token"]?.string, "\(made.text)")
            }
            let shown = try await token()
            try await EventFollower.with("\(path)?token=\(shown)", on: stage.harness.client.port) { stream in
                #expect(stream.status == 200)
                try await stream.first("a code is shown") { $0.name == "qr" }
            }
            let client = stage.harness.client
            #expect(try await client.call("GET", "\(path)?token=\(shown)").isFailure(401, "UNAUTHORIZED"))
            #expect(try await client.call("GET", "/api/v1/sessions/\(other)/stream?token=\(try await token())").isFailure(401, "UNAUTHORIZED"))
            #expect(try await client.call("GET", "/api/v1/sessions/\(id)?token=\(try await token())").isFailure(401, "UNAUTHORIZED"))
            #expect(try await client.call("DELETE", "/api/v1/sessions/\(id)?token=\(try await token())").isFailure(401, "UNAUTHORIZED"))
            // A key does not belong into an address, where logs and histories keep it.
            #expect(try await client.call("GET", "\(path)?token=\(stage.tenant.key)").isFailure(401, "UNAUTHORIZED"))
            #expect(!stage.harness.log.text.contains(shown))
        }

        @Test(.tags(.GS_30)) func `without credentials there is no stream`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            let answer = try await stage.harness.client.call("GET", "/api/v1/sessions/\(id)/stream")
            #expect(answer.isFailure(401, "UNAUTHORIZED"))
        }

        @Test(.tags(.GS_31)) func `a session that is connected says so at once`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            try await stage.follow(id) { stream in
                let first = try await stream.first("it says something") { _ in true }
                #expect(first.name == "connected")
                #expect(first.data == ["phone": "+254700000001"])
            }
        }

        @Test(.tags(.GS_27)) func `a loss and the return from it are told`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            try await stage.follow(id) { stream in
                try await stream.first("it is connected") { $0.name == "connected" }
                _ = try await stage.call("POST", "/v1/sandbox/instances/\(id)/disconnect", ["reason": "network"])
                let lost = try await stream.first("it is lost") { $0.name == "error" }
                #expect(lost.data["code"] == "SESSION_DISCONNECTED")
                try await eventually("it is back") { stream.events.last?.name == "connected" }
            }
        }

        @Test(.tags(.GS_27)) func `a phone that takes the link back is told of`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            try await stage.follow(id) { stream in
                try await stream.first("it is connected") { $0.name == "connected" }
                _ = try await stage.call("POST", "/v1/sandbox/instances/\(id)/disconnect", ["reason": "logged_out"])
                let lost = try await stream.first("it is lost") { $0.name == "error" }
                #expect(lost.data["code"] == "SESSION_LOGGED_OUT")
            }
        }

        @Test(.tags(.GS_25, .GS_27)) func `a session that is removed says so, and its stream ends`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            try await stage.follow(id) { stream in
                try await stream.first("it is connected") { $0.name == "connected" }
                #expect(try await stage.call("DELETE", "/api/v1/sessions/\(id)").status == 204)
                try await eventually("the stream ends") { stream.isOver }
                #expect(stream.events.last?.name == "error")
                #expect(stream.events.last?.data["code"] == "SESSION_REMOVED")
            }
        }
    }
}
