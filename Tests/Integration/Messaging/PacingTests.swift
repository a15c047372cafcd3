import App
import Contracts
import Core
import Database
import Messaging
import TestSupport
import Testing

/// What holds messages back, and what does not.
@Suite struct PacingTests {
    @Test func `there is a gap between messages`() async throws {
        try await Wire.with(pacing: Pacing(gap: .milliseconds(120), jitter: .milliseconds(40))) { wire in
            for number in 1...5 { try await wire.queue("\(number)", to: "25470000001\(number)") }
            let clock = wire.harness.database.runtime.clock
            let began = clock.monotonic
            await wire.connect()
            try await wire.expectEventually(["1", "2", "3", "4", "5"])
            #expect(clock.monotonic - began >= .milliseconds(480))
        }
    }

    @Test func `what exceeds the day waits, and it is said why and until when`() async throws {
        try await Wire.with(pacing: Pacing(dayLimits: .fixed(messages: 2, contacts: 9))) { wire in
            for number in 1...4 { try await wire.queue("\(number)", to: "25470000001\(number)") }
            await wire.connect()
            try await wire.expectEventually(["1", "2"])
            try await wire.answer("1", "2")
            try await wire.rest()
            #expect(try await wire.count("state = 'queued'") == 2)
            let pauses = try await wire.harness.database.count(
                "SELECT count(*) FROM messaging.pause WHERE lane = 0 AND reason = 'warm_up' AND until > now() AND until <= now() + interval '1 day'")
            #expect(pauses == 1)
            // The next holder knows what was sent.
            await wire.disconnect()
            await wire.connect()
            try await wire.rest()
        }
    }

    @Test func `in bulk only so many strangers are written to in a day; acquaintances are`() async throws {
        try await Wire.with(pacing: Pacing(dayLimits: .fixed(messages: 100, contacts: 1))) { wire in
            try await wire.queue("before", to: "254700000014", state: "sent")
            try await wire.harness.database.script("UPDATE messaging.message SET sent_at = now()")
            for number in 1...4 { try await wire.queue("\(number)", to: "25470000001\(number)", lane: 1) }
            try await wire.queue("transactional", to: "254700000015")
            await wire.connect()
            try await wire.expectEventually(["transactional", "1", "4"])
            try await wire.answer("transactional", "1", "4")
            try await wire.rest()
            #expect(
                try await wire.harness.database.count("SELECT count(*) FROM messaging.pause WHERE lane = 1 AND reason = 'new_contacts'") == 1)
        }
    }

    @Test func `one reach-out lock rests the bulk lane, longer each time, until something went through`() async throws {
        let rest = Pacing.Rest(first: .seconds(2), limit: .seconds(100))
        try await Wire.with(pacing: Pacing(rest: rest)) { wire in
            let times: SQL = "SELECT coalesce(max(times), 0)::int8 FROM messaging.pause WHERE lane = 1 AND reason = 'reach_out_locked'"
            for number in 1...4 { try await wire.queue("bulk\(number)", to: "254700000011", lane: 1) }
            await wire.connect()
            try await wire.expectEventually(["bulk1"])
            try await wire.answer("bulk1", refusing: .reachOutLocked)
            #expect((1...2).contains(try await wire.harness.deployment.messaging.reachOutRest(of: wire.instance)))
            // What is transactional goes on meanwhile.
            try await wire.queue("transactional", to: "254700000012")
            wire.harness.deployment.messaging.ring(wire.instance)
            try await wire.expectEventually(["bulk1", "transactional", "bulk2"])
            #expect(try await wire.harness.database.count(times) == 1)
            try await wire.answer("bulk2", refusing: .reachOutLocked)
            try await eventually("it is noted") { try await wire.harness.database.count(times) == 2 }
            try await wire.expectEventually(["bulk1", "transactional", "bulk2", "bulk3"])
            try await wire.answer("bulk3")
            try await wire.expectEventually(["bulk1", "transactional", "bulk2", "bulk3", "bulk4"])
            try await eventually("it is forgotten") { try await wire.harness.database.count(times) == 0 }
        }
    }

    @Test func `rests double up to the longest`() {
        let rest = Pacing.Rest(first: .seconds(10), limit: .seconds(35))
        #expect([1, 2, 3, 4].map(rest.duration) == [.seconds(10), .seconds(20), .seconds(35), .seconds(35)])
    }

    @Test func `who wants nothing in bulk gets nothing in bulk`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            let wire = Wire(harness, of: InstanceReference(tenant: tenant.id, id: InstanceID(high: 7, low: 7)))
            try await harness.database.script(
                "INSERT INTO campaigns.opt_out (tenant_id, number, opted_out_at) VALUES ('\(tenant.id)', '254700000011', now())")
            try await wire.queue("unwanted", to: "254700000011", lane: 1)
            try await wire.queue("wanted", to: "254700000012", lane: 1)
            try await wire.queue("code", to: "254700000011")
            await wire.connect()
            try await wire.expectEventually(["code", "wanted"])
            try await wire.answer("code")
            try await eventually("it has failed") { try await wire.count("state = 'failed' AND error_code = 'opted_out'") == 1 }
            #expect(wire.texts == ["code", "wanted"])
        }
    }

    @Test(arguments: [(SendFailure.unsupported, "unsupported"), (.refused, "refused")])
    func `what the session will not take fails with its code, and the chat goes on`(failure: SendFailure, code: String) async throws {
        try await Wire.with { wire in
            wire.refuse("bad", with: failure)
            try await wire.queue("bad", to: "254700000011")
            try await wire.queue("good", to: "254700000011")
            await wire.connect()
            try await wire.expectEventually(["good"])
            #expect(try await wire.count("state = 'failed' AND error_code = '\(code)'") == 1)
        }
    }

    @Test func `a file that is gone, and content that nobody can read, fail with their codes`() async throws {
        try await Wire.with { wire in
            wire.refuse("gone", with: .notFound)
            try await wire.queue("gone", to: "254700000011")
            try await wire.queue("strange", to: "254700000012")
            try await wire.harness.database.script(
                """
                UPDATE messaging.message SET kind = 'image', content = '{"media": {"id": "00000000-0000-7000-8000-000000000001"}}'
                 WHERE whatsapp_id = 'W-strange'
                """)
            await wire.connect()
            try await eventually("both have failed") { try await wire.count("state = 'failed'") == 2 }
            #expect(try await wire.count("error_code = 'unsupported'") == 1)
        }
    }
}
