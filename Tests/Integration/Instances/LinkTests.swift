import ChannelSimulator
import Contracts
import Core
import Database
import Instances
import TestSupport
import Testing

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Linking an instance` {
    @Test func `the code shown is WhatsApp's, and a scan connects`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                let code = try await process.instances.pairing(of: made.id, as: caller)
                #expect(code.sequence == 1 && code.form == .qr)
                #expect(code.text.hasPrefix("https://wa.me/settings/linked_devices#"))
                #expect(code.expiresAt - process.networkClock.now <= .seconds(60))
                #expect(await process.network.scan(made.reference, with: PhoneNumber("254700000001")!))
                let linked = try await process.instances.instance(made.id, as: caller)
                #expect(linked.status == .connected && linked.number?.digits == "254700000001")
                #expect(linked.lastSeenAt.map { $0 > linked.createdAt } == true)
                #expect(process.traffic.connected[made.reference] != nil)
                await expect(.conflict(.notPairing)) { try await process.instances.pairing(of: made.id, as: caller) }
                try await process.relayEvents()
                #expect(process.events.names == ["connected"])
                #expect(process.events.facts.map(\.tenant) == [stage.acme])
            }
        }
    }

    @Test func `the first to be linked becomes the default, and stays it`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let first = try await process.instances.create(named: nil, as: caller)
                let second = try await process.linked(as: caller)
                _ = try await process.instances.pairing(of: first.id, as: caller)
                #expect(await process.network.scan(first.reference, with: PhoneNumber("254700000002")!))
                let defaults = try await process.instances.list(as: caller).instances.filter(\.isDefault).map(\.id)
                #expect(defaults == [second.id])
                #expect(try await process.instances.instance(nil, for: caller).instance == second.reference)
            }
        }
    }

    @Test func `codes rotate for ten minutes, then a look at the code begins anew`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                var codes: [PairingCode] = []
                var passed: Duration = .zero
                for await change in try await process.instances.changes(of: made.id, as: caller) {
                    guard case .qr(let code) = change else {
                        #expect(change == .error(.created, .pairingEnded))
                        break
                    }
                    codes.append(code)
                    process.networkClock.advance(by: codes.count == 1 ? .seconds(60) : .seconds(20))
                    passed += codes.count == 1 ? .seconds(60) : .seconds(20)
                }
                #expect(codes.map(\.sequence) == Array(1...28))
                #expect(Set(codes.map(\.text)).count == 28)
                #expect(passed == .seconds(600))
                let code = try await process.instances.pairing(of: made.id, as: caller)
                #expect(code.sequence == 1 && !codes.contains(code))
            }
        }
    }

    @Test func `a follower is told the code shown now, then all that changes`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                let code = try await process.instances.pairing(of: made.id, as: caller)
                var changes = try await process.instances.changes(of: made.id, as: caller).makeAsyncIterator()
                #expect(await changes.next() == .qr(code))
                _ = await process.network.scan(made.reference, with: PhoneNumber("254700000001")!)
                #expect(await changes.next() == .connected(PhoneNumber("254700000001")))
                _ = await process.network.disconnect(made.reference, .network)
                #expect(await changes.next() == .disconnected(.network))
                _ = await process.network.disconnect(made.reference, .loggedOut)
                #expect(await changes.next() == .disconnected(.loggedOut))
                try await process.instances.remove(made.id, as: caller)
                #expect(await changes.next() == nil)
            }
        }
    }

    @Test func `a code to type is shown beside the one to scan, and both rotate together`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let phone = try #require(PhoneNumber("254700000001"))
                let made = try await process.instances.create(named: nil, as: caller)
                var changes = try await process.instances.changes(of: made.id, as: caller).makeAsyncIterator()
                let qr = try await process.instances.pairing(of: made.id, as: caller)
                #expect(await changes.next() == .qr(qr))
                let typed = try await process.instances.pairingCode(for: phone, of: made.id, as: caller)
                #expect(typed.form == .typed && typed.expiresAt == qr.expiresAt)
                #expect(await changes.next() == .pairingCode(typed))
                // The one to scan is still there.
                #expect(try await process.instances.pairing(of: made.id, as: caller) == qr)
                process.networkClock.advance(by: .seconds(60))
                var next: [PairingCode.Form: PairingCode] = [:]
                while next.count < 2, let change = await changes.next() {
                    switch change {
                    case .qr(let code), .pairingCode(let code): next[code.form] = code
                    case .connected, .disconnected, .error: Issue.record("\(change)")
                    }
                }
                #expect(next[.qr]?.sequence == 2 && next[.typed]?.sequence == 2)
                #expect(next[.typed]?.expiresAt == next[.qr]?.expiresAt && next[.typed]?.text != typed.text)
                #expect(await process.network.scan(made.reference, with: phone))
                #expect(await changes.next() == .connected(phone))
                await expect(.conflict(.alreadyLinked)) { try await process.instances.pairingCode(for: phone, of: made.id, as: caller) }
            }
        }
    }

    @Test func `a code to type begins a pairing where nothing is shown`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let phone = try #require(PhoneNumber("254700000001"))
                let made = try await process.instances.create(named: nil, as: caller)
                _ = try await process.instances.disconnect(made.id, as: caller)
                let code = try await process.instances.pairingCode(for: phone, of: made.id, as: caller)
                #expect(code.form == .typed && code.sequence == 1)
                _ = try await process.instances.scan(made.id, with: phone, passkey: true, as: caller)
                await expect(.conflict(.notPairing)) { try await process.instances.pairingCode(for: phone, of: made.id, as: caller) }
            }
        }
    }

    @Test func `a phone that wants a passkey is linked once it is answered`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let phone = try #require(PhoneNumber("254700000001"))
                let made = try await process.instances.create(named: nil, as: caller)
                await expect(.conflict(.noPasskeyWanted)) { try await process.instances.passkeyOptions(of: made.id, as: caller) }
                await expect(.conflict(.noPasskeyWanted)) { try await process.instances.answerPasskey([], of: made.id, as: caller) }
                #expect(try await process.instances.scan(made.id, with: phone, passkey: true, as: caller).status == .passkeyRequired)
                var changes = try await process.instances.changes(of: made.id, as: caller).makeAsyncIterator()
                #expect(await changes.next() == .error(.passkeyRequired, nil))
                let options = try await process.instances.passkeyOptions(of: made.id, as: caller)
                #expect(options["rpId"] == "whatsapp.com")
                let challenge = try #require(options["challenge"]?.string)
                // Whoever has the challenge could ask somebody else for the answer.
                let found = try await stage.test.count(
                    "SELECT position(\(Hex.encode(Array(challenge.utf8))) IN string_agg(i::text, ' ')) FROM instances.instance i")
                #expect(found == 0)
                for wrong: JSON in [[:], "yes", Passkey.answer(to: options, challenge: "other")] {
                    await #expect(throws: Problem.self) { try await process.instances.answerPasskey(wrong, of: made.id, as: caller) }
                }
                #expect(try await process.instances.instance(made.id, as: caller).status == .passkeyRequired)
                try await process.instances.answerPasskey(Passkey.answer(to: options), of: made.id, as: caller)
                #expect(await changes.next() == .connected(phone))
                await expect(.conflict(.noPasskeyWanted)) { try await process.instances.passkeyOptions(of: made.id, as: caller) }
            }
        }
    }

    @Test func `a passkey that nobody answers ends with the pairing`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                let phone = try #require(PhoneNumber("254700000001"))
                _ = try await process.instances.scan(made.id, with: phone, passkey: true, as: caller)
                let hasEnded = try await soon {
                    process.networkClock.advance(by: .seconds(20))
                    return try await process.instances.instance(made.id, as: caller).status == .created
                }
                #expect(hasEnded)
                #expect(try await process.instances.instance(made.id, as: caller).reason == .pairingEnded)
            }
        }
    }

    @Test func `a broken line is announced once and comes back by itself`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                #expect(await process.network.disconnect(linked.reference, .network))
                #expect(try await process.instances.instance(linked.id, as: caller).reason == .network)
                #expect(process.traffic.connected.isEmpty)
                process.networkClock.advance(by: .seconds(2))
                try await process.wait(for: .connected, of: linked.id, as: caller)
                try await process.relayEvents()
                #expect(process.events.names.sorted() == ["connected", "connected", "disconnected"])
                #expect(process.events.facts.compactMap(\.reason) == [.network])
            }
        }
    }

    @Test func `disconnect keeps the link and connect needs no code`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                let disconnected = try await process.instances.disconnect(linked.id, as: caller)
                #expect(disconnected.status == .disconnected && disconnected.reason == .requested)
                let isClosed = await soon { process.traffic.connected.isEmpty }
                #expect(isClosed)
                await expect(.conflict(.notPairing)) { try await process.instances.pairing(of: linked.id, as: caller) }
                #expect(try await process.instances.connect(linked.id, as: caller).status == .connecting)
                try await process.wait(for: .connected, of: linked.id, as: caller)
            }
        }
    }

    @Test func `after a log-out only a new code helps, whoever asked for it`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                for byPhone in [true, false] {
                    let linked = try await process.linked(as: caller)
                    if byPhone {
                        #expect(await process.network.disconnect(linked.reference, .loggedOut))
                    } else {
                        _ = try await process.instances.logOut(linked.id, as: caller)
                    }
                    let after = try await process.instances.instance(linked.id, as: caller)
                    #expect(after.status == .loggedOut && after.reason == (byPhone ? .loggedOut : .requested))
                    let isForgotten = try await soon { try await stage.test.count("SELECT count(*) FROM instances.device_state") == 0 }
                    #expect(isForgotten)
                    #expect(try await process.instances.pairing(of: linked.id, as: caller).sequence == 1)
                }
                try await process.relayEvents()
                #expect(process.events.names.filter { $0 == "logged out" }.count == 2)
            }
        }
    }

    @Test func `what happens to messages goes to Messaging, in order`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let linked = try await process.linked(as: stage.caller())
                let session = try #require(process.traffic.connected[linked.reference])
                let chat = JID(user: "254712345678", server: .person)
                try await session.send(OutboundMessage(whatsAppID: "A", chat: chat, content: .text("hello")))
                let isTold = await soon { process.traffic.happenings.count == 3 }
                #expect(isTold)
                guard case .acknowledged("A", _) = process.traffic.happenings.first else {
                    Issue.record("\(process.traffic.happenings)")
                    return
                }
            }
        }
    }

    @Test func `neither the credentials nor the code can be read in the database`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let pairing = try await process.instances.create(named: nil, as: caller)
                let code = try await process.instances.pairing(of: pairing.id, as: caller)
                _ = try await process.linked(as: caller)
                let kept = try await process.spy.vaults[1].load(["credentials"])["credentials"]
                let secret = try JSONParser.parse(try #require(kept))["secret"]?.string ?? ""
                #expect(secret.utf8.count == 64)
                // All columns as text, binary ones as their bytes in hexadecimal.
                let dump: SQL = """
                    (SELECT string_agg(i::text, ' ') FROM instances.instance i) || (SELECT string_agg(d::text, ' ') FROM instances.device_state d)
                    """
                for text in [secret, code.text, String(code.text.suffix(40))] {
                    for form in [text, Hex.encode(Array(text.utf8))] {
                        #expect(try await stage.test.count("SELECT position(\(form) IN \(dump))") == 0)
                    }
                }
                // The search can find what is there.
                #expect(try await stage.test.count("SELECT position(\("254700000001") IN \(dump))") > 0)
            }
        }
    }

    @Test func `a sealed value that is moved to another row cannot be opened`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                _ = try await process.linked(as: caller)
                _ = try await process.linked("254700000002", as: caller)
                try await stage.test.script(
                    """
                    UPDATE instances.device_state SET sealed = other.sealed FROM instances.device_state other
                    WHERE other.instance_id <> device_state.instance_id
                    """)
                await #expect(throws: (any Error).self) { try await process.spy.vaults[0].load(["credentials"]) }
            }
        }
    }
}
