import ChannelSimulator
import Contracts
import Core
import Crypto
import TestSupport
import Testing

@Suite struct `Content on the simulated network` {
    let fixture = Fixture()

    private func file(_ bytes: [UInt8] = [1, 2, 3], as kind: MediaKind = .image, caption: String? = nil) -> MessageContent {
        .media(MediaContent(kind: kind, file: fixture.media.keep(bytes), caption: caption))
    }

    private func contents() -> [(MessageContent, echo: String)] {
        let button = ButtonsContent.Button(title: "Yes", action: .reply(id: "1"))
        let section = ListContent.Section(title: nil, rows: [ListContent.Row(id: "1", title: "Tea")])
        return [
            (.text("hello"), "hello"), (file(caption: "Look"), "Look"), (file(as: .video), "video"), (file(as: .audio), "audio"),
            (file(as: .voice), "voice"), (file(as: .document), "document"), (file(as: .sticker), "sticker"),
            (.location(LocationContent(latitude: 1, longitude: 2)), "location"),
            (.contacts([ContactCard(formattedName: "Ada", phones: [])]), "contacts"),
            (.reaction(ReactionContent(whatsAppID: "3EB0", emoji: "👍")), "reaction"),
            (.buttons(ButtonsContent(body: "Sure?", buttons: [button])), "Sure?"),
            (.list(ListContent(body: "Choose", button: "Menu", sections: [section])), "Choose"),
        ]
    }

    @Test func `content of every kind goes out, arrives, and is answered by 0006 with its words or its kind`() async throws {
        let (session, notes) = await fixture.connected()
        let contents = contents()
        #expect(Set(contents.map(\.0.kind)) == Set(MessageContent.Kind.allCases))
        let chat = JID(user: "254712340006", server: .person)
        for (number, content) in contents.enumerated() { try await session.send(Fixture.message("\(number)", in: chat, content.0)) }
        await notes.wait { $0.compactMap(\.inbound).count == contents.count }
        #expect(notes.all.compactMap(\.acknowledgedID) == contents.indices.map { "\($0)" })
        #expect(notes.all.compactMap(\.inbound).map(\.content) == contents.map { .text("echo: " + $0.echo) })
        let journal = fixture.journal.withLock { $0 }
        #expect(Set(journal.map(\.kind)) == Set(MessageContent.Kind.allCases))
        #expect(journal.count == contents.count)
    }

    @Test func `a file that is gone, too short, or another one is refused, and what follows is not held up`() async throws {
        let (session, notes) = await fixture.connected()
        let kept = fixture.media.keep([1, 2, 3])
        let missing = MediaReference(id: MediaID(high: 9, low: 9), mimeType: "image/png", bytes: 3, sha256: kept.sha256)
        let longer = MediaReference(id: kept.id, mimeType: "image/png", bytes: 4, sha256: kept.sha256)
        let other = MediaReference(id: kept.id, mimeType: "image/png", bytes: 3, sha256: Digest.sha256([1, 2, 4]).bytes)
        for (id, reference) in zip(["A", "B", "C", "D"], [missing, longer, other, kept]) {
            let content = MessageContent.media(MediaContent(kind: .image, file: reference))
            try await session.send(Fixture.message(id, in: Fixture.friend.jid, content))
        }
        await notes.wait { $0.contains { $0.receipt?.whatsAppIDs == ["D"] && $0.receipt?.kind == .read } }
        #expect(notes.all.compactMap(\.refusal) == [.mediaGone, .mediaGone, .mediaGone])
        #expect(notes.all.compactMap(\.acknowledgedID) == ["D"])
        #expect(fixture.journal.withLock { $0.map(\.whatsAppID) } == ["D"])
    }

    @Test func `a file that takes its time holds up what comes behind it, and nothing else`() async throws {
        let (session, notes) = await fixture.connected()
        let gate = fixture.media.hold()
        try await session.send(Fixture.message("A", in: Fixture.friend.jid, file()))
        try await session.send(Fixture.message("B", to: "254712345678"))
        await gate.reached()
        #expect(notes.all.compactMap(\.acknowledgedID).isEmpty)
        gate.open()
        await notes.wait { $0.contains { $0.acknowledgedID == "B" } }
        #expect(notes.all.compactMap(\.acknowledgedID) == ["A", "B"])
    }

    @Test func `a file that cannot be read now is read later`() async throws {
        let (session, notes) = await fixture.connected()
        fixture.media.fail(times: 2)
        try await session.send(Fixture.message("A", in: Fixture.friend.jid, file()))
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .milliseconds(100))
        await fixture.clock.sleepers(1)
        fixture.clock.advance(by: .milliseconds(200))
        await notes.wait { $0.contains { $0.acknowledgedID == "A" } }
    }

    @Test func `a session closes though a file is being read`() async throws {
        let (session, notes) = await fixture.connected()
        let gate = fixture.media.hold()
        try await session.send(Fixture.message("A", in: Fixture.friend.jid, file()))
        await gate.reached()
        async let closed: Void = session.close(unlink: false)
        gate.open()
        await closed
        #expect(notes.all.compactMap(\.acknowledgedID).isEmpty)
    }

    /// What came in after somebody wrote that.
    private func received(_ object: JSON) async throws -> InboundMessage {
        let (session, notes) = await fixture.connected()
        try await #require(session.sandbox).receive(.raw(object), from: Fixture.friend, in: nil)
        return try #require(notes.all.last?.inbound)
    }

    static let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL;waid=254712345678:+254 712 345678\nEND:VCARD"
    static let read: [(object: JSON, content: MessageContent?, replyTo: String?)] = [
        (["conversation": "Hi"], .text("Hi"), nil),
        (["messageContextInfo": [:], "conversation": "Hi"], .text("Hi"), nil),
        (["extendedTextMessage": ["text": "Yes", "contextInfo": ["stanzaId": "3EB0AA"]]], .text("Yes"), "3EB0AA"),
        (
            ["extendedTextMessage": ["text": "See https://a.test", "matchedText": "https://a.test", "title": "A"]],
            .text("See https://a.test", preview: LinkPreview(link: "https://a.test", title: "A", description: nil)), nil
        ),
        (["ephemeralMessage": ["message": ["extendedTextMessage": ["text": "Gone soon"]]]], .text("Gone soon"), nil),
        (
            ["locationMessage": ["degreesLatitude": -1, "degreesLongitude": .number(36.8), "name": "Nairobi", "contextInfo": ["stanzaId": "X"]]],
            .location(LocationContent(latitude: -1, longitude: 36.8, name: "Nairobi")), "X"
        ),
        (["locationMessage": ["degreesLatitude": 91, "degreesLongitude": 0]], nil, nil),
        (
            ["contactMessage": ["displayName": "Ada", "vcard": .string(card)]],
            .contacts([ContactCard(formattedName: "Ada", phones: [ContactCard.Phone(number: "+254 712 345678")])]), nil
        ),
        (
            ["contactsArrayMessage": ["contacts": [["vcard": .string(card)], ["vcard": "none"], ["vcard": .string(card)]]]],
            .contacts(
                [ContactCard](
                    repeating: ContactCard(formattedName: "Ada", phones: [ContactCard.Phone(number: "+254 712 345678")]), count: 2)), nil
        ),
        (["contactMessage": ["vcard": "none"]], nil, nil),
        (
            ["reactionMessage": ["key": ["id": "3EB0AA", "fromMe": true], "text": "👍"]],
            .reaction(ReactionContent(whatsAppID: "3EB0AA", emoji: "👍")), "3EB0AA"
        ),
        (["reactionMessage": ["key": ["id": "3EB0AA"], "text": ""]], .reaction(ReactionContent(whatsAppID: "3EB0AA", emoji: "")), "3EB0AA"),
        (["buttonsResponseMessage": ["selectedButtonId": "1", "selectedDisplayText": "Yes", "contextInfo": ["stanzaId": "B"]]], .text("Yes"), "B"),
        (
            ["listResponseMessage": ["title": "Tea", "singleSelectReply": ["selectedRowId": "t"], "contextInfo": ["stanzaId": "L"]]], .text("Tea"),
            "L"
        ),
        (["templateButtonReplyMessage": ["selectedId": "1", "selectedDisplayText": "No"]], .text("No"), nil),
        (["pollCreationMessage": ["name": "?"]], nil, nil), ([:], nil, nil), (["conversation": 7], nil, nil),
    ]

    @Test(arguments: read.indices) func `a whole message object is handed on as it is, and what Herald knows of it is read`(index: Int) async throws {
        let (object, content, replyTo) = Self.read[index]
        let inbound = try await received(object)
        #expect(inbound.content == content)
        #expect(inbound.replyTo == replyTo)
        #expect(inbound.raw == object)
        #expect(inbound.sender == Fixture.friend.jid)
        #expect(inbound.senderLID == Fixture.lid(of: Fixture.friend))
    }

    static let files: [(member: String, value: JSON, kind: MediaKind, caption: String?, name: String?, begins: [UInt8])] = [
        ("imageMessage", ["caption": "Look"], .image, "Look", nil, [0x89, 0x50, 0x4E, 0x47]),
        ("videoMessage", [:], .video, nil, nil, [0, 0, 0, 0x1C, 0x66, 0x74, 0x79, 0x70]),
        ("audioMessage", [:], .audio, nil, nil, [0xFF, 0xFB]),
        ("audioMessage", ["ptt": false], .audio, nil, nil, [0xFF, 0xFB]),
        ("audioMessage", ["ptt": true], .voice, nil, nil, Array("OggS".utf8)),
        ("documentMessage", ["fileName": "a.pdf", "title": "b"], .document, nil, "a.pdf", Array("%PDF-".utf8)),
        ("documentMessage", ["title": "b"], .document, nil, "b", Array("%PDF-".utf8)),
        ("stickerMessage", [:], .sticker, nil, nil, Array("RIFF".utf8)),
    ]

    @Test(arguments: files.indices) func `a file comes in and is kept`(index: Int) async throws {
        let (member, value, kind, caption, name, begins) = Self.files[index]
        let inbound = try await received([member: value])
        guard case .media(let media) = inbound.content else { return #expect(Bool(false), "\(String(describing: inbound.content))") }
        #expect(media.kind == kind)
        #expect(media.caption == caption)
        #expect(media.fileName == name)
        let bytes = try #require(fixture.media.bytes(of: media.file.id))
        #expect(bytes.starts(with: begins))
        let told = try #require(inbound.raw[member])
        #expect(told["fileSha256"]?.string.flatMap(Base64.standard.decode) == Digest.sha256(bytes).bytes)
        #expect(told["fileLength"]?.string == "\(bytes.count)")
    }

    @Test func `the bytes of a file may be given, and do not stay in the message`() async throws {
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0) }
        let object: JSON = [
            "documentWithCaptionMessage": [
                "message": [
                    "documentMessage": [
                        "data": .string(Base64.standard.encode(bytes)), "caption": "Read", "fileName": "a.bin", "mimetype": "text/x",
                        "contextInfo": ["stanzaId": "D"],
                    ]
                ]
            ]
        ]
        let inbound = try await received(object)
        guard case .media(let media)? = inbound.content else { return #expect(Bool(false)) }
        #expect(fixture.media.bytes(of: media.file.id) == bytes)
        #expect(media.caption == "Read")
        #expect(inbound.replyTo == "D")
        let told = try #require(inbound.raw["documentWithCaptionMessage"]?["message"]?["documentMessage"])
        #expect(told["data"] == nil)
        #expect(told["mimetype"] == "text/x")
    }

    @Test(arguments: [7, "", "%%%", nil] as [JSON]) func `bytes that are none are refused`(data: JSON) async throws {
        let (session, notes) = await fixture.connected()
        let sandbox = try #require(session.sandbox)
        await #expect(throws: SendFailure.refused) {
            try await sandbox.receive(.raw(["imageMessage": ["data": data]]), from: Fixture.friend, in: nil)
        }
        #expect(notes.all.compactMap(\.inbound).isEmpty)
    }
}
