import Core
import TestSupport
import Testing

extension PlanTests {
    /// The day's messages: never one too many, in no dialect, and whoever is refused learns so in the dialect's own words.
    @Suite struct QuotaTests {
        private static let crowd = 200
        private static let day = 86_400

        @Test(.tags(.GS_72, .MFX_22), arguments: Sending.allCases)
        func `of two hundred requests at once for the one message that is left exactly one is taken`(dialect: Sending) async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            try await stage.leave(1)
            let tenant = stage.tenant
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for number in Stage.numbers(1000..<(1000 + Self.crowd)) {
                    group.addTask { try await dialect.send(to: [number], as: tenant) }
                }
                return try await group.reduce(into: [TestAnswer]()) { $0.append($1) }
            }
            #expect(answers.count { dialect.isAccepted($0) } == 1)
            let refused = answers.filter { !dialect.isAccepted($0) }
            #expect(refused.count == Self.crowd - 1)
            for answer in refused {
                #expect(answer.status == 429, "\(answer.text)")
                #expect(answer.json == dialect.refusal(of: Stage.freeMessages, answer.header("X-Request-Id") ?? ""))
                let seconds = try #require(answer.header("Retry-After").flatMap { Int($0) })
                #expect((1...Self.day).contains(seconds))
            }
            #expect(try await stage.messages() == Stage.freeMessages)
            #expect(try await stage.counted() == Stage.freeMessages)
        }

        @Test(.tags(.GS_72), arguments: Sending.many)
        func `what does not fit is refused whole, and what fits is taken after it`(dialect: Sending) async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            try await stage.leave(1)
            let refused = try await dialect.send(to: Stage.numbers(1000..<1002), as: stage.tenant)
            #expect(refused.status == 429)
            #expect(try await stage.counted() == Stage.freeMessages - 1)
            let taken = try await dialect.send(to: Stage.numbers(1000..<1001), as: stage.tenant)
            #expect(dialect.isAccepted(taken), "\(taken.text)")
            #expect(try await stage.messages() == Stage.freeMessages)
            #expect(try await stage.counted() == Stage.freeMessages)
        }

        @Test func `a hundred requests with a few more than there is room for fill the day and no more`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let tenant = stage.tenant
            // Seven go into a hundred fourteen times; two are left.
            let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
                for start in stride(from: 0, to: 700, by: 7) {
                    group.addTask { try await Sending.native.send(to: Stage.numbers(start..<(start + 7)), as: tenant) }
                }
                return try await group.reduce(into: [TestAnswer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 202 } == 14)
            #expect(answers.count { $0.status == 429 } == 86)
            #expect(try await stage.messages() == 98)
            #expect(try await stage.counted() == 98)
        }

        @Test(.tags(.GS_72)) func `the hundred and first message of a day is taken when the day has turned in UTC`() async throws {
            let clock = ShiftedClock()
            try await Harness.with(clock: clock) { harness in
                let stage = try await Stage(on: harness)
                _ = try await stage.tenant.linkedInstance()
                try await stage.leave(1)
                let hundredth = try await Sending.sessions.send(to: Stage.numbers(1000..<1001), as: stage.tenant)
                #expect(hundredth.status == 202, "\(hundredth.text)")
                let refused = try await Sending.sessions.send(to: Stage.numbers(1001..<1002), as: stage.tenant)
                #expect(refused.status == 429)
                let wait = try #require(refused.header("Retry-After").flatMap { Int($0) })
                let midnight = CivilDay(daysSinceEpoch: clock.now.day.daysSinceEpoch + 1).start
                #expect(abs((midnight - clock.now).inSeconds - Double(wait)) < 60)
                clock.advance(by: .seconds(wait))
                try await eventually("the day has turned") {
                    try await Sending.sessions.send(to: Stage.numbers(1001..<1002), as: stage.tenant).status == 202
                }
                #expect(try await stage.messages() == Stage.freeMessages + 1)
            }
        }

        @Test(.tags(.MFX_22)) func `what was scheduled is counted when it is due, and fails where nothing is left then`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            try await stage.leave(0)
            // When something is due is told by the database's clock, which no test moves.
            let due = (stage.harness.database.runtime.clock.now + .seconds(1)).rfc3339(milliseconds: true)
            let scheduled = try await stage.msgFlash(
                "POST", "/api/v1/messages/schedule", ["to": "+254712345679", "type": "text", "text": "Later", "scheduledAt": .string(due)])
            try #require(scheduled.status == 201, "\(scheduled.text)")
            let id = try #require(scheduled.json["data"]?["id"]?.string)
            var message = JSON.null
            try await eventually("it has failed") {
                message = try await stage.msgFlash("GET", "/api/v1/messages/\(id)").json["data"] ?? .null
                return message["status"] == "failed"
            }
            #expect(message["error"]?["code"] == "quota_exceeded", "\(message["error"]?.text ?? "")")
            #expect(try await stage.counted() == Stage.freeMessages)
        }
    }
}
