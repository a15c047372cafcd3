import Contracts
import Core
import Database
import Groups
import TestSupport
import Testing

@Suite struct `What is remembered of groups` {
    private let hikers = GroupSnapshot.sample("120363000000000001", "Hikers", ["254712345678", "254723456789"])
    private let family = GroupSnapshot.sample("120363000000000002", "Family", ["254712345678"])
    private let choir = GroupSnapshot.sample("120363000000000003", "Choir", [])

    @Test func `is asked for once, and again when it is old`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, family)
            let asked = stage.clock.now
            let first = try await stage.groups.list(as: stage.caller())
            #expect(first.map(\.snapshot) == [hikers, family] && first.allSatisfy { $0.source == .channel && $0.syncedAt == asked })
            stage.clock.advance(by: Groups.freshness - .seconds(1))
            let second = try await stage.groups.list(as: stage.caller())
            #expect(second.map(\.snapshot) == [hikers, family] && second.allSatisfy { $0.source == .cache && $0.syncedAt == asked })
            #expect(try await stage.groups.group(hikers.id, as: stage.caller()).source == .cache)
            #expect(stage.session.questions == ["groups"])
            stage.clock.advance(by: .seconds(1))
            #expect(try await stage.groups.group(hikers.id, as: stage.caller()).source == .channel)
            #expect(try await stage.groups.list(as: stage.caller()).map(\.source) == [.channel, .channel])
            #expect(stage.session.questions == ["group", "groups"])
        }
    }

    @Test func `is asked for again after a reconnection, and when a caller wants it so`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            _ = try await stage.groups.list(as: stage.caller())
            stage.clock.advance(by: .seconds(5))
            try await stage.tell(InstanceConnected(stage.facts()))
            stage.put(hikers.named("Climbers"), family)
            #expect(try await stage.groups.group(hikers.id, as: stage.caller()).snapshot.subject == "Climbers")
            #expect(try await stage.groups.list(as: stage.caller()).map(\.snapshot.subject) == ["Climbers", "Family"])
            #expect(stage.session.questions == ["groups", "group", "groups"])
            // An event that comes late is from before the question.
            try await stage.tell(InstanceConnected(stage.facts(at: stage.clock.now - .seconds(1))))
            #expect(try await stage.groups.list(as: stage.caller()).map(\.source) == [.cache, .cache])
            #expect(try await stage.groups.list(fresh: true, as: stage.caller()).map(\.source) == [.channel, .channel])
            #expect(try await stage.groups.group(hikers.id, fresh: true, as: stage.caller()).source == .channel)
            #expect(stage.session.questions == ["groups", "group"])
        }
    }

    @Test func `is kept true by what the channel tells`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, family)
            _ = try await stage.groups.list(as: stage.caller())
            stage.clock.advance(by: .seconds(1))
            let now = stage.clock.now
            try await stage.groups.take([.group(hikers.named("Climbers")), .group(choir), .left(family.id, at: now)], of: stage.instance())
            #expect(try await stage.groups.list(as: stage.caller()).map(\.snapshot.subject) == ["Climbers", "Choir"])
            let group = try await stage.groups.group(hikers.id, as: stage.caller())
            #expect(group.snapshot.subject == "Climbers" && group.source == .cache && group.syncedAt == stage.clock.now)
            await expect(.notFound(.group)) { try await stage.groups.group(family.id, as: stage.caller()) }
            #expect(stage.session.questions == ["groups"])
            // Several words about one group in one breath: the last one counts.
            try await stage.groups.take([.left(hikers.id, at: now), .group(hikers), .left(choir.id, at: now)], of: stage.instance())
            #expect(try await stage.groups.list(as: stage.caller()).map(\.snapshot.subject) == ["Hikers"])
        }
    }

    @Test func `does not come back by an answer that is older than what was told`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, family)
            stage.session.village.withLock { village in
                village.onQuestion = { [groups = stage.groups, clock = stage.clock, instance = stage.instance(), hikers, family] question in
                    guard question == "groups" else { return }
                    // WhatsApp tells this while the answer is on its way, which knows nothing of it yet.
                    clock.advance(by: .milliseconds(1))
                    await #expect(throws: Never.self) {
                        try await groups.take([.left(family.id, at: clock.now), .group(hikers.named("Climbers"))], of: instance)
                    }
                }
            }
            let told = try await stage.groups.list(as: stage.caller())
            #expect(told.map(\.snapshot.subject) == ["Climbers"])
            await expect(.notFound(.group)) { try await stage.groups.group(family.id, as: stage.caller()) }
        }
    }

    @Test func `disappears with the group`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, family)
            _ = try await stage.groups.list(as: stage.caller())
            stage.session.village.withLock { $0.groups[family.id] = nil }
            stage.clock.advance(by: Groups.freshness)
            #expect(try await stage.groups.list(as: stage.caller()).map(\.snapshot) == [hikers])
            #expect(try await stage.test.count("SELECT count(*) FROM groups.snapshot") == 1)
            stage.session.village.withLock { $0.groups[hikers.id] = nil }
            stage.clock.advance(by: Groups.freshness)
            await expect(.notFound(.group)) { try await stage.groups.group(hikers.id, as: stage.caller()) }
            #expect(try await stage.groups.list(as: stage.caller()).isEmpty)
        }
    }

    @Test func `is one tenant's, whatever others name`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            try await stage.groups.take([.group(family)], of: stage.instance())
            stage.session.village.withLock { $0.groups[family.id] = nil }
            await expect(.notFound(.group)) { try await stage.groups.group(family.id, as: stage.caller(stage.other)) }
            #expect(try await stage.groups.list(as: stage.caller(stage.other)).map(\.snapshot) == [hikers])
            await expect(.notFound(.instance)) { try await stage.groups.list(from: stage.instance().id, as: stage.caller(stage.other)) }
            #expect(try await stage.groups.group(family.id, from: stage.instance().id, as: stage.caller()).snapshot == family)
        }
    }

    @Test func `answers one question for any number of names that nobody knows`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            for number in 1...5 {
                let unknown = JID(user: "12036399999999999\(number)", server: .group)
                await expect(.notFound(.group)) { try await stage.groups.group(unknown, as: stage.caller()) }
            }
            await expect(.notFound(.group)) { try await stage.groups.group(JID(user: "254712345678", server: .person), as: stage.caller()) }
            #expect(stage.session.questions == ["groups"])
            let kept = try await stage.test.count("SELECT count(*) FROM groups.snapshot")
            #expect(kept == 1)
        }
    }

    @Test func `costs one question, however many ask at the same time`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            let lists = try await withThrowingTaskGroup(of: [GroupDetails].self) { group in
                for _ in 1...20 { group.addTask { try await stage.groups.list(as: stage.caller()) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(lists.count == 20 && lists.allSatisfy { $0.map(\.snapshot) == [hikers] })
            #expect(stage.session.questions == ["groups"])
            // A question that failed is asked again.
            stage.clock.advance(by: Groups.freshness)
            stage.session.village.withLock { $0.failure = .overloaded }
            await expect(.unavailable(retryAfter: 1)) { try await stage.groups.list(as: stage.caller()) }
            stage.session.village.withLock { $0.failure = nil }
            #expect(try await stage.groups.list(as: stage.caller()).map(\.source) == [.channel])
        }
    }

    @Test func `is not told while there is no connection`() async throws {
        try await Stage.with { stage in
            stage.put(hikers)
            _ = try await stage.groups.list(as: stage.caller())
            for status in [InstanceStatus.disconnected, .pairing, .loggedOut] {
                stage.directory.status.withLock { $0 = status }
                await expect(.notReady(status)) { try await stage.groups.list(as: stage.caller()) }
                await expect(.notReady(status)) { try await stage.groups.group(hikers.id, as: stage.caller()) }
                await expect(.notReady(status)) { try await stage.groups.inviteLink(of: hikers.id, as: stage.caller()) }
                await expect(.notReady(status)) { try await stage.groups.create("x", with: [number("254712345678")], as: stage.caller()) }
                await expect(.notReady(status)) {
                    try await stage.groups.change(.add, [number("254712345678").jid], of: hikers.id, as: stage.caller())
                }
                await expect(.notReady(status)) { try await stage.groups.update(subject: "x", description: nil, of: hikers.id, as: stage.caller()) }
            }
            stage.directory.status.withLock { $0 = .connected }
            stage.session.village.withLock { $0.failure = .notConnected }
            await expect(.notReady(.disconnected)) { try await stage.groups.list(fresh: true, as: stage.caller()) }
            stage.session.village.withLock { $0.failure = .overloaded }
            await expect(.unavailable(retryAfter: 1)) { try await stage.groups.list(fresh: true, as: stage.caller()) }
            #expect(stage.session.questions == ["groups", "groups", "groups"])
        }
    }

    @Test func `is told in pages that hold still`() async throws {
        try await Stage.with { stage in
            stage.put(choir, family, hikers)
            #expect(try await stage.groups.list(limit: 2, as: stage.caller()).map(\.snapshot) == [hikers, family])
            #expect(try await stage.groups.list(skipping: 2, limit: 2, as: stage.caller()).map(\.snapshot) == [choir])
            #expect(try await stage.groups.list(skipping: 4, limit: 2, as: stage.caller()).isEmpty)
            let (first, next) = try await stage.groups.list(after: nil, limit: 2, as: stage.caller())
            #expect(first.map(\.snapshot) == [hikers, family] && next == family.id)
            let (second, end) = try await stage.groups.list(after: next, limit: 2, as: stage.caller())
            #expect(second.map(\.snapshot) == [choir] && end == nil)
            #expect(stage.session.questions == ["groups"])
        }
    }

    @Test func `goes with the link, and with the instance`() async throws {
        try await Stage.with { stage in
            stage.put(hikers, family)
            _ = try await stage.groups.list(as: stage.caller())
            let end = stage.clock.now
            stage.clock.advance(by: .seconds(1))
            // Another phone was linked before the word of the old one's end came round.
            try await stage.groups.take([.group(choir)], of: stage.instance())
            try await stage.tell(InstanceLoggedOut(stage.facts(at: end)))
            #expect(try await stage.test.count("SELECT count(*) FROM groups.snapshot") == 1)
            try await stage.tell(InstanceRemoved(stage.facts(at: end)))
            #expect(try await stage.test.count("SELECT (SELECT count(*) FROM groups.snapshot) + (SELECT count(*) FROM groups.listing)") == 0)
        }
    }

    @Test func `holds what WhatsApp lets people write`() async throws {
        try await Stage.with { stage in
            let odd = hikers.named("nul \0, \u{202E}right to left, 👩‍👩‍👧, \"quoted\"")
            try await stage.groups.take([.group(odd)], of: stage.instance())
            let kept = try await stage.groups.group(hikers.id, as: stage.caller()).snapshot
            #expect(kept == hikers.named("nul , \u{202E}right to left, 👩‍👩‍👧, \"quoted\""))
        }
    }

    @Test func `shows times as the tenant's clocks do`() async throws {
        try await Stage.with { stage in
            let shown = try await stage.groups.wallTime(at: Instant(seconds: 1_755_115_260), as: stage.caller())
            #expect(shown == Instant(seconds: 1_755_115_260 + 3 * 3600))
        }
    }

    @Test func `is handed out to its tenant, and erased bit by bit`() async throws {
        try await Stage.with { stage in
            stage.put(choir, family, hikers)
            _ = try await stage.groups.list(as: stage.caller())
            _ = try await stage.groups.list(as: stage.caller(stage.other))
            try await stage.groups.take([.left(choir.id, at: stage.clock.now)], of: stage.instance())
            #expect(stage.groups.kinds == ["group"])
            var records: [JSON] = []
            var cursor: String?
            repeat {
                let page = try await stage.test.database.read(as: stage.acme) { [cursor] tx in
                    try stage.groups.export("group", of: stage.acme, after: cursor, limit: 1, in: tx)
                }
                records += page.records
                cursor = page.next
            } while cursor != nil
            #expect(records.map { $0["id"]?.string } == [hikers.id.description, family.id.description])
            #expect(records.allSatisfy { $0["instance_id"]?.string == stage.instance().id.description })
            #expect(records.first?["group"]?["subject"] == "Hikers")
            var erased: [Int] = []
            repeat {
                erased.append(try await stage.test.database.system { tx in try stage.groups.erase(2, of: stage.acme, in: tx) })
            } while erased.last != 0
            #expect(erased == [2, 1, 1, 0])
            #expect(try await stage.test.count("SELECT count(*) FROM groups.snapshot WHERE tenant_id = \(stage.other)") == 3)
        }
    }
}

func number(_ text: String) throws -> PhoneNumber { try #require(PhoneNumber(text)) }
