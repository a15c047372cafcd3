import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import ChannelSimulator
@testable import Instances

/// Two processes on one database: one holds the session, the other is asked.
// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `What only the holder of a session can do` {
    private let number: PhoneNumber

    init() throws { number = try #require(PhoneNumber("254700000001")) }

    /// A process that holds an instance that pairs, and another one.
    private func withTwo(_ body: (Stage, Process, Process, InstanceDetails, Caller) async throws -> Void) async throws {
        try await Stage.with { stage in
            let (holder, other) = (Process(on: stage), Process(on: stage))
            try await holder.running {
                let caller = stage.caller()
                let made = try await holder.instances.create(named: nil, as: caller)
                _ = try await holder.instances.pairing(of: made.id, as: caller)
                try await other.running {
                    #expect(other.network.session(of: made.reference) == nil)
                    try await body(stage, holder, other, made, caller)
                    #expect(other.spy.vaults.isEmpty)
                    // Nothing is left behind.
                    #expect(try await stage.test.count("SELECT count(*) FROM instances.errand") == 0)
                }
            }
        }
    }

    @Test func `a scan, a message, a cut and silence reach it from any process`() async throws {
        try await withTwo { _, holder, other, made, caller in
            let linked = try await other.instances.scan(made.id, with: number, as: caller)
            #expect(linked.status == .connected && linked.number == number)
            await expect(.conflict(.notPairing)) { try await other.instances.scan(made.id, with: number, as: caller) }
            let friend = try #require(PhoneNumber("254712345678"))
            try await other.instances.receive(.text("hello"), from: friend, to: made.id, as: caller)
            try await other.instances.receive(.raw(["imageMessage": [:]]), from: friend, to: made.id, as: caller)
            #expect(holder.traffic.happenings.count == 2)
            try await other.instances.silence(made.id, as: caller)
            #expect(holder.network.session(of: made.reference)?.state.withLock { $0.isSilent } == true)
            try await other.instances.cut(made.id, because: .loggedOut, as: caller)
            #expect(try await other.instances.instance(made.id, as: caller).status == .loggedOut)
            await expect(.notReady(.loggedOut)) { try await other.instances.cut(made.id, because: .network, as: caller) }
        }
    }

    @Test func `a code to type comes from it`() async throws {
        try await withTwo { _, _, other, made, caller in
            let code = try await other.instances.pairingCode(for: number, of: made.id, as: caller)
            #expect(code.form == .typed && code.text.utf8.count == 8)
            let again = try await other.instances.pairingCode(for: number, of: made.id, as: caller)
            #expect(again.text != code.text)
        }
    }

    @Test func `the answer to a passkey reaches it, and a wrong one comes back`() async throws {
        try await withTwo { _, _, other, made, caller in
            let challenged = try await other.instances.scan(made.id, with: number, passkey: true, as: caller)
            #expect(challenged.status == .passkeyRequired)
            await #expect(throws: Problem.self) { try await other.instances.answerPasskey(["type": "public-key"], of: made.id, as: caller) }
            let options = try await other.instances.passkeyOptions(of: made.id, as: caller)
            try await other.instances.answerPasskey(Passkey.answer(to: options), of: made.id, as: caller)
            #expect(try await other.instances.instance(made.id, as: caller).status == .connected)
        }
    }

    @Test func `what travels cannot be read in the database`() async throws {
        try await Stage.with { stage in
            let asker = Process(on: stage)
            let caller = stage.caller()
            // Nobody holds sessions, so the errand lies there.
            let made = try await asker.instances.create(named: nil, as: caller)
            let asking = Task { try await asker.instances.run(TypedCode(number: number), on: made.reference) }
            let isThere = try await soon { try await stage.test.count("SELECT count(*) FROM instances.errand") == 1 }
            #expect(isThere)
            #expect(
                try await stage.test.count(
                    "SELECT position(\(Hex.encode(Array(number.digits.utf8))) IN string_agg(e::text, '')) FROM instances.errand e") == 0)
            asker.clock.advance(by: Instances.errandPatience)
            await expect(.unavailable(retryAfter: 1)) { try await asking.value }
            await asker.stop()
        }
    }

    @Test func `whoever asks waits for a few seconds, and an errand that came too late is not done`() async throws {
        try await Stage.with { stage in
            let (holder, other) = (Process(on: stage), Process(on: stage))
            try await holder.running {
                let caller = stage.caller()
                let linked = try await holder.linked(as: caller)
                let friend = try #require(PhoneNumber("254712345678"))
                // The holder keeps its lease and does no errands, as if it were stuck.
                await holder.errandRunner?.stop()
                let asking = Task { try await other.instances.receive(.text("hello"), from: friend, to: linked.id, as: caller) }
                let isThere = try await soon { try await stage.test.count("SELECT count(*) FROM instances.errand") == 1 }
                #expect(isThere)
                other.clock.advance(by: Instances.errandPatience)
                await expect(.unavailable(retryAfter: 1)) { try await asking.value }
                try await holder.pass(.seconds(5), on: stage)
                let taken = try await stage.test.database.system { tx in
                    try ErrandStore.take(10, for: try #require(holder.instances.context.held.holder), at: holder.clock.now, in: tx)
                }
                #expect(taken.isEmpty)
                // Whoever asked is gone, so somebody else sweeps.
                try await holder.pass(.seconds(95), on: stage)
                let isSwept = try await soon { try await stage.test.count("SELECT count(*) FROM instances.errand") == 0 }
                #expect(isSwept)
            }
            await other.stop()
        }
    }

    @Test func `only so many errands wait for one instance`() async throws {
        try await Stage.with { stage in
            let asker = Process(on: stage)
            let made = try await asker.instances.create(named: nil, as: stage.caller())
            let asking = (0..<Instances.errandLimit).map { _ in
                Task { try await asker.instances.run(TypedCode(number: number), on: made.reference) }
            }
            let areThere = try await soon {
                try await stage.test.count("SELECT count(*) FROM instances.errand") == Instances.errandLimit
            }
            #expect(areThere)
            await expect(.unavailable(retryAfter: 1)) { try await asker.instances.run(TypedCode(number: number), on: made.reference) }
            #expect(try await stage.test.count("SELECT count(*) FROM instances.errand") == Instances.errandLimit)
            asker.clock.advance(by: Instances.errandPatience)
            for task in asking { await expect(.unavailable(retryAfter: 1)) { try await task.value } }
            await asker.stop()
        }
    }

    @Test func `an errand for a session that nobody wants is refused at once`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                _ = try await process.instances.disconnect(linked.id, as: caller)
                let isClosed = await soon { process.traffic.connected.isEmpty }
                #expect(isClosed)
                await expect(.notReady(.disconnected)) { try await process.instances.cut(linked.id, because: .network, as: caller) }
            }
        }
    }

    @Test func `an errand travels as it is`() throws {
        let group = JID(user: "120363041234567890", server: .group)
        let strings: [SandboxString] = [
            .scan(number, passkey: true), .receive(.text("hi"), from: number), .receive(.raw(["a": 1]), from: number, in: group), .cut(.banned),
            .silence, .alter(group, .rename("x")), .alter(group, .setAdmin(false)), .alter(group, .expel),
        ]
        for string in strings { #expect(try SandboxString(json: JSONParser.parse(string.json.bytes)) == string) }
        let code = PairingCode(form: .typed, text: "ABCD1234", sequence: 3, expiresAt: Instant(microseconds: 1_760_000_000_123_456))
        #expect(try TypedCode.answer(from: TypedCode.json(of: code)) == code)
        let gathering = SandboxGathering(
            group: SandboxGroup(subject: "x", people: [number], isAdmin: true, isRestricted: false, isAnnouncement: true))
        #expect(try SandboxGathering(json: JSONParser.parse(gathering.json.bytes)) == gathering)
        #expect(try SandboxGathering.answer(from: SandboxGathering.json(of: group)) == group)
        for json: JSON in [.null, ["string": "scan"], ["string": "dance"], ["string": "alter"], ["string": "receive", "number": "254700000001"]] {
            #expect(throws: UnreadableErrand.self) { try SandboxString(json: json) }
        }
    }
}

/// What a browser with a passkey would answer.
enum Passkey {
    static func answer(to options: JSON, challenge: String? = nil) -> JSON {
        let data: JSON = [
            "type": "webauthn.get", "challenge": .string(challenge ?? options["challenge"]?.string ?? ""), "origin": "https://web.whatsapp.com",
        ]
        return [
            "id": "AQ", "rawId": "AQ", "type": "public-key",
            "response": ["clientDataJSON": .string(Base64.url.encode(data.bytes)), "authenticatorData": "AQ", "signature": "AQ"],
        ]
    }
}
