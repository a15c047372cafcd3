import ChannelSimulator
import Contracts
import Core
import TestSupport
import Testing

@Suite struct `Pairing with the simulator` {
    let fixture = Fixture()

    @Test func `codes rotate, the first after a minute, the others after twenty seconds, for ten minutes in all`() async throws {
        let notes = Notes()
        _ = await fixture.open(notes)
        let start = fixture.clock.now
        for sequence in 1...28 {
            await notes.wait { $0.compactMap(\.code).count == sequence }
            await fixture.clock.sleepers(1)
            fixture.clock.advance(by: sequence == 1 ? .seconds(60) : .seconds(20))
        }
        await notes.wait(for: .pairingEnded)
        let codes = notes.all.compactMap(\.code)
        #expect(codes.map(\.sequence) == Array(1...28))
        #expect(Set(codes.map(\.text)).count == 28)
        #expect(codes.allSatisfy { $0.text.hasPrefix("https://wa.me/settings/linked_devices#") && $0.text.split(separator: ",").count == 5 })
        #expect(codes.map { $0.expiresAt - start }.prefix(3) == [.seconds(60), .seconds(80), .seconds(100)])
        #expect(fixture.clock.now - start == .seconds(600))
        #expect(await !fixture.network.scan(fixture.instance, with: Fixture.phone))
    }

    @Test func `the credentials are kept before anyone is told of the link`() async {
        let notes = Notes()
        let vault = fixture.vault
        let keptAtLink = Lock(false)
        notes.atCall { happenings in
            if happenings.contains(where: { if case .linked = $0 { true } else { false } }) {
                keptAtLink.withLock { $0 = !vault.values.isEmpty }
            }
        }
        _ = await fixture.connected(notes)
        #expect(keptAtLink.withLock { $0 })
        #expect(notes.all.suffix(2) == [.linked(LinkedIdentity(number: Fixture.phone, lid: Fixture.lid(of: Fixture.phone))), .connected])
    }

    @Test func `an instance that is linked connects without a code, on another network too`() async {
        let (session, _) = await fixture.connected()
        await session.close(unlink: false)
        let notes = Notes()
        let elsewhere = SimulatorChannel(network: SimulatedNetwork(runtime: Runtime(clock: fixture.clock, log: Log(sink: NoSink()))))
        _ = await elsewhere.open(fixture.instance, vault: fixture.vault, media: fixture.media, observer: notes)
        await notes.wait(forCount: 1)
        #expect(notes.all == [.connected])
    }

    @Test func `a scan whose credentials cannot be kept links nobody`() async {
        let notes = Notes()
        _ = await fixture.open(notes)
        await notes.wait(forCount: 1)
        fixture.vault.lose()
        #expect(await !fixture.network.scan(fixture.instance, with: Fixture.phone))
        #expect(notes.all.allSatisfy { $0.code != nil })
    }

    @Test func `a code to type has eight characters`() async throws {
        let notes = Notes()
        let session = await fixture.open(notes)
        await notes.wait(forCount: 1)
        let answered = try await session.requestPairingCode(for: Fixture.phone)
        await notes.wait(forCount: 2)
        let code = try #require(notes.all.last?.code)
        #expect(code.form == .typed && code == answered)
        #expect(code.text.wholeMatch(of: /[1-9A-HJ-NP-TV-Z]{8}/) != nil)
        #expect(await fixture.network.scan(fixture.instance, with: Fixture.phone))
    }

    @Test func `after an unlink the next session shows a code`() async {
        let (session, _) = await fixture.connected()
        await session.close(unlink: true)
        let notes = Notes()
        _ = await fixture.open(notes)
        await notes.wait(forCount: 1)
        #expect(notes.all.first?.code?.sequence == 1)
    }

    @Test func `a code to type is replaced whenever the one to scan is`() async throws {
        let notes = Notes()
        let session = await fixture.open(notes)
        await notes.wait(forCount: 1)
        _ = try await session.requestPairingCode(for: Fixture.phone)
        await notes.wait(forCount: 2)
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .seconds(60))
        await notes.wait(forCount: 4)
        let codes = notes.all.compactMap(\.code)
        #expect(codes.map(\.form) == [.qr, .typed, .qr, .typed])
        #expect(codes.map(\.sequence) == [1, 1, 2, 2])
        #expect(codes[0].expiresAt == codes[1].expiresAt && codes[2].expiresAt == codes[3].expiresAt)
        #expect(codes[1].text != codes[3].text)
    }

    @Test func `a phone may want a passkey, and only the answer to its challenge links it`() async throws {
        let notes = Notes()
        let session = await fixture.open(notes)
        await notes.wait(forCount: 1)
        await #expect(throws: SendFailure.notConnected) { try await session.answerPasskey(answer("x")) }
        #expect(await fixture.network.scan(fixture.instance, with: Fixture.phone, passkey: true))
        guard case .passkeyRequired(let options) = notes.all.last, let challenge = options["challenge"]?.string else {
            Issue.record("\(notes.all)")
            return
        }
        #expect(await !fixture.network.scan(fixture.instance, with: Fixture.phone))
        await #expect(throws: SendFailure.notConnected) { try await session.requestPairingCode(for: Fixture.phone) }
        for wrong in [JSON.null, ["type": "public-key"], answer("other")] {
            await #expect(throws: SendFailure.refused) { try await session.answerPasskey(wrong) }
        }
        #expect(fixture.vault.values.isEmpty)
        try await session.answerPasskey(answer(challenge))
        #expect(notes.all.suffix(2) == [.linked(LinkedIdentity(number: Fixture.phone, lid: Fixture.lid(of: Fixture.phone))), .connected])
        #expect(!fixture.vault.values.isEmpty)
    }

    @Test func `a challenge that nobody answers ends with the pairing`() async {
        let notes = Notes()
        _ = await fixture.open(notes)
        await notes.wait(forCount: 1)
        #expect(await fixture.network.scan(fixture.instance, with: Fixture.phone, passkey: true))
        for _ in 1...28 {
            await fixture.clock.sleepers(1)
            fixture.clock.advance(by: .seconds(60))
        }
        await notes.wait(for: .pairingEnded)
        #expect(notes.all.compactMap(\.code).count == 1)
    }

    private func answer(_ challenge: String) -> JSON {
        let data: JSON = ["type": "webauthn.get", "challenge": .string(challenge), "origin": "https://web.whatsapp.com"]
        return ["id": "AQ", "type": "public-key", "response": ["clientDataJSON": .string(Base64.url.encode(data.bytes))]]
    }
}
