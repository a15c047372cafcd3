import Contracts
import Core
import TestSupport
import Testing

@testable import ChannelSimulator

@Suite struct `Groups of a simulated number` {
    let fixture = Fixture()
    let friend = Fixture.friend
    let other = Fixture.number("33612345678")
    let stranger = Fixture.number("4915112345678")
    let absent = Fixture.number("254712340000")

    /// The groups of a connected session, and what its observer is told.
    private func connected() async throws -> (groups: any GroupSession, session: any Session, notes: Notes) {
        let (session, notes) = await fixture.connected()
        return (try #require(session.groups), session, notes)
    }

    /// A group that somebody else has made with the number in it.
    private func gathered(_ group: SandboxGroup, _ session: any Session) async throws -> JID {
        try await #require(session.sandbox).gather(group)
    }

    @Test func `a new group has the number on top, everybody who has an account in it, and addresses that hide numbers`() async throws {
        let (groups, _, notes) = try await connected()
        let made = try await groups.create("Crew", with: [friend, absent, other, friend])
        #expect(made.subject == "Crew")
        #expect(made.addressing == .lid)
        #expect(made.participants.map(\.number) == [Fixture.phone, friend, other])
        #expect(made.participants.map(\.rank) == [.superadmin, .member, .member])
        #expect(made.participants.map(\.id) == [Fixture.phone, friend, other].map(Fixture.lid))
        #expect(made.owner == Fixture.lid(of: Fixture.phone))
        #expect(made.subjectOwner == made.owner)
        #expect(made.createdAt == fixture.clock.now)
        #expect(made.id.server == .group)
        await notes.wait(for: .group(made))
        #expect(try await groups.groups() == [made])
        #expect(try await groups.group(made.id) == made)
    }

    @Test func `nothing is known of groups that the number is not in`() async throws {
        let (groups, _, _) = try await connected()
        let id = JID(user: "120363041234567890", server: .group)
        await #expect(throws: SendFailure.notFound) { try await groups.group(id) }
        await #expect(throws: SendFailure.notFound) { try await groups.inviteCode(of: id) }
        await #expect(throws: SendFailure.notFound) { try await groups.change(.add, [friend.jid], of: id) }
        await #expect(throws: SendFailure.notFound) { try await groups.update(subject: "x", description: nil, of: id) }
    }

    @Test func `people come, go, rise and fall, by number or by the address that hides it`() async throws {
        let (groups, _, notes) = try await connected()
        let id = try await groups.create("Crew", with: [friend]).id
        #expect(try await groups.change(.add, [other.jid, absent.jid, friend.jid], of: id) == [absent.jid, friend.jid])
        #expect(try await groups.change(.promote, [Fixture.lid(of: other), stranger.jid], of: id) == [stranger.jid])
        #expect(try await groups.group(id).participants.map(\.rank) == [.superadmin, .member, .admin])
        #expect(try await groups.change(.promote, [other.jid], of: id) == [other.jid])
        #expect(try await groups.change(.demote, [other.jid, friend.jid], of: id) == [friend.jid])
        #expect(try await groups.change(.remove, [Fixture.lid(of: friend), stranger.jid], of: id) == [stranger.jid])
        #expect(try await groups.group(id).participants.map(\.number) == [Fixture.phone, other])
        #expect(try await groups.change(.demote, [Fixture.phone.jid], of: id) == [Fixture.phone.jid])
        #expect(try await groups.change(.remove, [Fixture.phone.jid], of: id) == [Fixture.phone.jid])
        await notes.wait { $0.compactMap(\.group).count == 5 }
        #expect(notes.all.compactMap(\.group).map(\.participants.count) == [2, 3, 3, 3, 2])
    }

    @Test func `a title and a description change and are told`() async throws {
        let (groups, _, notes) = try await connected()
        let made = try await groups.create("Crew", with: [friend])
        fixture.clock.advance(by: .seconds(5))
        let described = try await groups.update(subject: nil, description: "We meet at noon", of: made.id)
        #expect(described.subjectAt == made.createdAt)
        #expect(described.description == "We meet at noon")
        let renamed = try await groups.update(subject: "Team", description: "", of: made.id)
        #expect(renamed.subject == "Team")
        #expect(renamed.subjectAt == fixture.clock.now)
        #expect(renamed.description == nil)
        await notes.wait(for: .group(renamed))
    }

    @Test func `only administrators invite and change who is in it, and a restricted group's title`() async throws {
        let (groups, session, _) = try await connected()
        let id = try await gathered(SandboxGroup(subject: "Theirs", people: [friend, other], isRestricted: true), session)
        let group = try await groups.group(id)
        #expect(group.participants.map(\.rank) == [.superadmin, .member, .member])
        #expect(group.owner == Fixture.lid(of: friend))
        await #expect(throws: SendFailure.notAllowed) { try await groups.inviteCode(of: id) }
        await #expect(throws: SendFailure.notAllowed) { try await groups.change(.remove, [other.jid], of: id) }
        await #expect(throws: SendFailure.notAllowed) { try await groups.update(subject: "Mine", description: nil, of: id) }
        try await #require(session.sandbox).alter(id, .setAdmin(true))
        let code = try await groups.inviteCode(of: id)
        #expect(code.utf8.count == 22)
        #expect(try await groups.inviteCode(of: id) == code)
        #expect(try await groups.update(subject: "Mine", description: nil, of: id).subject == "Mine")
        #expect(try await groups.change(.remove, [friend.jid], of: id) == [friend.jid])
        let open = try await gathered(SandboxGroup(subject: "Open", people: [friend]), session)
        #expect(try await groups.update(subject: "Opened", description: nil, of: open).subject == "Opened")
    }

    @Test func `what others do to a group is told before they are told that it is done`() async throws {
        let (groups, session, notes) = try await connected()
        let sandbox = try #require(session.sandbox)
        let id = try await sandbox.gather(SandboxGroup(subject: "Theirs", people: [friend], isAdmin: true))
        #expect(notes.all.last?.group?.participants.map(\.isAdmin) == [true, true])
        try await sandbox.alter(id, .rename("Ours"))
        #expect(notes.all.last?.group?.subject == "Ours")
        try await sandbox.alter(id, .expel)
        #expect(notes.all.last?.left == id)
        #expect(try await groups.groups().isEmpty)
        await #expect(throws: SendFailure.notFound) { try await sandbox.alter(id, .expel) }
    }

    @Test func `groups outlive the process, and end with the link`() async throws {
        let (groups, session, notes) = try await connected()
        let crew = try await groups.create("Crew", with: [friend])
        let theirs = try await gathered(SandboxGroup(subject: "Theirs", people: [friend]), session)
        _ = try await groups.change(.add, [other.jid], of: crew.id)
        try await #require(session.sandbox).alter(theirs, .expel)
        let code = try await groups.inviteCode(of: crew.id)
        let known = try await groups.groups()
        await notes.wait { $0.contains { $0.left == theirs } }
        // Another network knows only what the vault has kept, as another process would.
        let later = Fixture(keeping: fixture.vault)
        let comeback = Notes()
        let reopened = await later.open(comeback)
        await comeback.wait(for: .connected)
        let kept = try #require(reopened.groups)
        #expect(try await kept.groups() == known)
        #expect(known.map(\.id) == [crew.id])
        #expect(try await kept.inviteCode(of: crew.id) == code)
        #expect(await later.network.disconnect(later.instance, .loggedOut))
        await #expect(throws: SendFailure.notConnected) { try await kept.groups() }
        let again = Fixture(keeping: fixture.vault)
        let (relinked, _) = await again.connected()
        #expect(try await #require(relinked.groups).groups().isEmpty)
    }

    @Test func `a change that the vault does not keep did not happen`() async throws {
        let (groups, _, notes) = try await connected()
        let crew = try await groups.create("Crew", with: [friend])
        fixture.vault.lose()
        await #expect(throws: SendFailure.notConnected) { try await groups.update(subject: "Team", description: nil, of: crew.id) }
        #expect(try await groups.group(crew.id).subject == "Crew")
        #expect(notes.all.compactMap(\.group).count <= 1)
    }

    @Test func `changes at the same time all happen`() async throws {
        let (groups, _, _) = try await connected()
        let crew = try await groups.create("Crew", with: [])
        let people = (0..<20).map { Fixture.number("2547111111\(10 + $0)") }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for person in people {
                tasks.addTask {
                    let failed = try await groups.change(.add, [person.jid], of: crew.id)
                    #expect(failed.isEmpty)
                }
            }
            try await tasks.waitForAll()
        }
        #expect(Set(try await groups.group(crew.id).participants.compactMap(\.number)) == Set(people + [Fixture.phone]))
        let later = Fixture(keeping: fixture.vault)
        let notes = Notes()
        let session = await later.open(notes)
        await notes.wait(for: .connected)
        #expect(try await #require(session.groups).group(crew.id).participants.count == 21)
    }

    @Test func `a message in a group is acknowledged, delivered, read, and answered by whoever answers`() async throws {
        let (groups, session, notes) = try await connected()
        let crew = try await groups.create("Crew", with: [friend, Fixture.number("254712340006")])
        try await session.send(Fixture.message("A", in: crew.id))
        await notes.wait { $0.contains { $0.inbound != nil } }
        #expect(notes.all.compactMap(\.acknowledgedID) == ["A"])
        let receipts = notes.all.compactMap(\.receipt)
        #expect(receipts.map(\.kind) == [.delivered, .read])
        #expect(receipts.allSatisfy { $0.chat == crew.id && crew.participants.map(\.id).contains($0.by) })
        let echo = try #require(notes.all.compactMap(\.inbound).first)
        #expect(echo.chat == crew.id)
        #expect(echo.sender.description == "254712340006@s.whatsapp.net")
        #expect(echo.senderLID.flatMap(HiddenNumber.number(of:))?.digits == "254712340006")
        #expect(echo.content == .text("echo: hello"))
    }

    @Test func `a group that the number is not in, or may not write in, refuses its messages`() async throws {
        let (groups, session, notes) = try await connected()
        let quiet = try await gathered(SandboxGroup(subject: "News", people: [friend], isAnnouncement: true), session)
        let alone = try await groups.create("Diary", with: [])
        try await session.send(Fixture.message("A", in: JID(user: "120363041234567890", server: .group)))
        try await session.send(Fixture.message("B", in: quiet))
        try await session.send(Fixture.message("C", in: alone.id))
        await notes.wait { $0.contains { $0.acknowledgedID == "C" } }
        #expect(notes.all.compactMap(\.refusal) == [.refused(code: 403), .refused(code: 403)])
        #expect(notes.all.compactMap(\.receipt).isEmpty)
    }

    @Test func `a member writes in a group, and nobody else does`() async throws {
        let (groups, session, notes) = try await connected()
        let sandbox = try #require(session.sandbox)
        let crew = try await groups.create("Crew", with: [friend])
        try await sandbox.receive(.text("Hi all"), from: friend, in: crew.id)
        let message = try #require(notes.all.last?.inbound)
        #expect(message.chat == crew.id)
        #expect(message.sender == friend.jid)
        #expect(message.senderLID == Fixture.lid(of: friend))
        await #expect(throws: SendFailure.notAllowed) { try await sandbox.receive(.text("Hi"), from: stranger, in: crew.id) }
        let nowhere = JID(user: "120363041234567890", server: .group)
        await #expect(throws: SendFailure.notFound) { try await sandbox.receive(.text("Hi"), from: friend, in: nowhere) }
    }

    @Test func `an address that hides a number belongs to it alone`() throws {
        for digits in ["1234567", "254700000001", "254712345678", "999999999999999", "100000000000000"] {
            let number = Fixture.number(digits)
            let lid = HiddenNumber.lid(of: number)
            #expect(lid.user != digits)
            #expect(JID(lid.description) == lid)
            #expect(HiddenNumber.number(of: lid) == number)
            #expect(HiddenNumber.number(of: number.jid) == number)
        }
        #expect(HiddenNumber.number(of: JID(user: "120363041234567890", server: .group)) == nil)
        #expect(HiddenNumber.number(of: JID(user: "9999999999999999999999", server: .lid)) == nil)
    }
}
