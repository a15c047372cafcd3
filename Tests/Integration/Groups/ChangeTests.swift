import Contracts
import Core
import Database
import Groups
import TestSupport
import Testing

@Suite struct `Changing groups` {
    private let hikers = GroupSnapshot.sample("120363000000000001", "Hikers", ["254712345678", "254723456789"])
    private let shy = GroupSnapshot.sample("120363000000000002", "Shy", ["254712345678"], showsNumbers: false)

    @Test func `a group is made, and remembered`() async throws {
        try await Stage.with { stage in
            let people = try [number("254712345678"), number("254723456789"), number("254712345678")]
            let made = try await stage.groups.create("Family", with: people, as: stage.caller())
            #expect(made.source == .channel && made.snapshot.subject == "Family" && made.snapshot.participants.count == 3)
            let again = try await stage.groups.group(made.snapshot.id, as: stage.caller())
            #expect(again.source == .cache && again.snapshot == made.snapshot)
            #expect(stage.session.questions == ["registrations", "create"])
        }
    }

    @Test func `a group with somebody who is not on WhatsApp is not made`() async throws {
        try await Stage.with { stage in
            let people = try [number("254712340000"), number("254712345678"), number("254723450000")]
            await expect(
                .invalid([Violation("/participants/0", "is not on WhatsApp"), Violation("/participants/2", "is not on WhatsApp")])
            ) { try await stage.groups.create("Family", with: people, as: stage.caller()) }
            #expect(stage.session.questions == ["registrations"])
        }
    }

    @Test func `what cannot be a group is refused with everything that is wrong`() async throws {
        try await Stage.with { stage in
            await expect(
                .invalid([Violation("/subject", "must not be blank"), Violation("/participants", "must name 1 to 100 people")])
            ) { try await stage.groups.create(" \n", with: [], as: stage.caller()) }
            let long = String(repeating: "é", count: GroupSnapshot.subjectLimit + 1)
            let crowd = (0...GroupSnapshot.peoplePerRequest).compactMap { PhoneNumber("2547000\(10_001 + $0)") }
            await expect(
                .invalid([
                    Violation("/subject", "may have at most 100 characters"), Violation("/participants", "must name 1 to 100 people"),
                ])
            ) { try await stage.groups.create(long, with: crowd, as: stage.caller()) }
            await expect(.invalid([Violation("/description", "may have at most 2048 characters")])) {
                try await stage.groups.update(
                    subject: nil, description: String(repeating: "x", count: 2049), of: hikers.id, as: stage.caller())
            }
            await expect(.invalid([Violation("/participants", "must name 1 to 100 people")])) {
                try await stage.groups.change(.add, [], of: hikers.id, as: stage.caller())
            }
            #expect(stage.session.questions.isEmpty)
            // As long as it may be.
            _ = try await stage.groups.create(String(long.dropLast()), with: crowd.dropLast(), as: stage.caller())
        }
    }

    @Test func `people come and go, rise and fall, and what is remembered goes along`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let friend = try number("254733333333")
            for (action, rank) in [(ParticipantAction.add, GroupSnapshot.Rank.member), (.promote, .admin), (.demote, .member), (.remove, nil)] {
                let change = try await stage.groups.change(action, [friend.jid, friend.jid], of: hikers.id, as: stage.caller())
                guard case .done(let details, let refused) = change else {
                    Issue.record("\(change)")
                    continue
                }
                #expect(refused.isEmpty && details.source == .channel)
                #expect(details.snapshot.participants.first { $0.number == friend }?.rank == rank)
                _ = stage.session.questions
                let remembered = try await stage.groups.group(hikers.id, as: stage.caller())
                #expect(remembered.snapshot == details.snapshot && remembered.source == .cache)
                #expect(stage.session.questions.isEmpty)
            }
        }
    }

    @Test func `one who is in it already keeps everybody out`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let (present, absent) = (try number("254712345678"), try number("254733333333"))
            for address in [present.jid, VillageSession.lid(of: present)] {
                let change = try await stage.groups.change(.add, [absent.jid, address], of: hikers.id, as: stage.caller())
                #expect(change == .alreadyIn([address]))
            }
            #expect(try await stage.groups.group(hikers.id, fresh: true, as: stage.caller()).snapshot == hikers)
            #expect(!stage.session.questions.contains("change"))
        }
    }

    @Test(arguments: [ParticipantAction.remove, .promote, .demote])
    func `one who is not in it keeps everybody as they are`(action: ParticipantAction) async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let (present, absent) = (try number("254712345678"), try number("254733333333"))
            for address in [absent.jid, VillageSession.lid(of: absent)] {
                let change = try await stage.groups.change(action, [present.jid, address], of: hikers.id, as: stage.caller())
                #expect(change == .notIn([address]))
            }
            #expect(!stage.session.questions.contains("change"))
        }
    }

    @Test func `what is remembered does not decide who is in it`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            _ = try await stage.groups.list(as: stage.caller())
            let friend = try number("254733333333")
            // Somebody else added them, and nothing was told.
            let newcomer = GroupSnapshot.Participant(id: VillageSession.lid(of: friend), number: friend, rank: .member)
            stage.put(hikers.with(hikers.participants + [newcomer]))
            #expect(try await stage.groups.change(.add, [friend.jid], of: hikers.id, as: stage.caller()) == .alreadyIn([friend.jid]))
        }
    }

    @Test func `a number that is not on WhatsApp is not added, and nobody beside it`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let (stranger, friend) = (try number("254712340000").jid, try number("254733333333").jid)
            #expect(try await stage.groups.change(.add, [friend, stranger], of: hikers.id, as: stage.caller()) == .notOnWhatsApp([stranger]))
            #expect(!stage.session.questions.contains("change"))
        }
    }

    @Test func `a number is found behind the address that hides it, and asked about only then`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, shy)
            let hidden = try number("254712345678")
            guard case .done(let details, _) = try await stage.groups.change(.promote, [hidden.jid], of: shy.id, as: stage.caller()) else {
                Issue.record("nothing was done")
                return
            }
            #expect(details.snapshot.participants.last?.rank == .admin)
            #expect(stage.session.questions == ["group", "registrations", "change", "group"])
            #expect(try await stage.groups.change(.add, [hidden.jid], of: shy.id, as: stage.caller()) == .alreadyIn([hidden.jid]))
            _ = stage.session.questions
            _ = try await stage.groups.change(.remove, [hidden.jid], of: hikers.id, as: stage.caller())
            #expect(stage.session.questions == ["group", "change", "group"])
        }
    }

    @Test func `whom WhatsApp refuses is named, unless they are what they were to become`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let (one, two) = (try number("254731111111").jid, try number("254732222222").jid)
            stage.session.village.withLock { $0.refusing = [two] }
            guard case .done(let details, let refused) = try await stage.groups.change(.add, [one, two], of: hikers.id, as: stage.caller()) else {
                Issue.record("nothing was done")
                return
            }
            #expect(refused == [two] && details.snapshot.participants.count == 4)
            stage.session.village.withLock { $0.refusing = [] }
            for _ in 1...2 {
                guard case .done(_, let refused) = try await stage.groups.change(.promote, [one], of: hikers.id, as: stage.caller()) else {
                    Issue.record("nothing was done")
                    return
                }
                #expect(refused.isEmpty)
            }
        }
    }

    @Test func `without being an administrator nothing can be changed, and no link be had`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let link = try await stage.groups.inviteLink(of: hikers.id, as: stage.caller())
            #expect(link.link == "https://chat.whatsapp.com/AbCdEf")
            stage.session.village.withLock { $0.isAdmin = false }
            await expect(.forbidden(.notGroupAdmin)) { try await stage.groups.inviteLink(of: hikers.id, as: stage.caller()) }
            await expect(.forbidden(.notGroupAdmin)) {
                try await stage.groups.change(.remove, [number("254712345678").jid], of: hikers.id, as: stage.caller())
            }
        }
    }

    @Test func `a group that there is not cannot be changed`() async throws {
        try await Stage.with { stage in
            let unknown = JID(user: "120363999999999999", server: .group)
            await expect(.notFound(.group)) { try await stage.groups.inviteLink(of: unknown, as: stage.caller()) }
            await expect(.notFound(.group)) { try await stage.groups.update(subject: "x", description: nil, of: unknown, as: stage.caller()) }
            await expect(.notFound(.group)) {
                try await stage.groups.change(.remove, [number("254712345678").jid], of: unknown, as: stage.caller())
            }
            let person = try number("254712345678").jid
            await expect(.notFound(.group)) { try await stage.groups.change(.remove, [person], of: person, as: stage.caller()) }
        }
    }

    @Test func `title and description are changed, alone or together, and taken away`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let renamed = try await stage.groups.update(subject: "Climbers", description: nil, of: hikers.id, as: stage.caller())
            #expect(renamed.snapshot.subject == "Climbers" && renamed.snapshot.description == "of friends")
            let bare = try await stage.groups.update(subject: nil, description: "", of: hikers.id, as: stage.caller())
            #expect(bare.snapshot.subject == "Climbers" && bare.snapshot.description == nil)
            #expect(try await stage.groups.group(hikers.id, as: stage.caller()).snapshot == bare.snapshot)
            _ = stage.session.questions
            #expect(try await stage.groups.update(subject: nil, description: nil, of: hikers.id, as: stage.caller()).source == .cache)
            #expect(stage.session.questions.isEmpty)
        }
    }

    @Test func `whoever hears no answer is told that it may have been done`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            stage.leaveUnanswered()
            await expect(.unknownOutcome) { try await stage.groups.create("Family", with: [number("254712345678")], as: stage.caller()) }
            await expect(.unknownOutcome) {
                try await stage.groups.change(.remove, [number("254712345678").jid], of: hikers.id, as: stage.caller())
            }
            await expect(.unknownOutcome) { try await stage.groups.update(subject: "x", description: nil, of: hikers.id, as: stage.caller()) }
            await expect(.unavailable(retryAfter: 1)) { try await stage.groups.list(as: stage.caller()) }
        }
    }
}
