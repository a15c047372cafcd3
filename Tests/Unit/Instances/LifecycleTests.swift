import Contracts
import Core
import Testing

@testable import Instances

@Suite struct `The life of an instance` {
    private let identity: LinkedIdentity
    private let code = ShownCode(form: .qr, sealed: [1], sequence: 1, expiresAt: Instant(seconds: 60))

    private let later = Instant(seconds: 30)

    init() throws {
        identity = LinkedIdentity(number: try #require(PhoneNumber("254700000001")), lid: nil)
    }

    private func connected() -> Lifecycle {
        var life = Lifecycle.initial
        _ = life.on(.code(code))
        _ = life.on(.linked(identity))
        _ = life.on(.connected)
        return life
    }

    @Test func `it pairs, is linked, offers itself as default, and is announced when it is connected`() {
        var life = Lifecycle.initial
        #expect(life.status == .pairing && life.wish == .session && life.code == nil)
        #expect(life.on(.code(code)).isEmpty)
        #expect(life.code == code)
        #expect(life.on(.linked(identity)) == [.offerAsDefault])
        #expect(life.status == .connecting && life.code == nil && life.number == identity.number)
        #expect(life.on(.connected) == [.announceConnected])
        #expect(life.status == .connected)
    }

    @Test func `the same news twice says and changes nothing more`() {
        var life = connected()
        let before = life
        #expect(life.on(.connected).isEmpty)
        #expect(life == before)
        #expect(life.on(.disconnected(.network)) == [.announceDisconnected(.network)])
        #expect(life.on(.disconnected(.network)).isEmpty)
    }

    @Test func `when the codes are used up it waits for somebody to look`() {
        var life = Lifecycle.initial
        _ = life.on(.code(code))
        #expect(life.on(.pairingEnded).isEmpty)
        #expect(life.status == .created && life.reason == .pairingEnded && life.wish == .none && life.code == nil)
        let asked = life.asked
        #expect(life.on(.showCode).isEmpty)
        #expect(life.status == .pairing && life.wish == .session && life.asked > asked)
    }

    @Test func `a handover is nobody's business, a lost network is`() {
        var life = connected()
        life.claimed(retry: later)
        #expect(life.status == .connecting && life.reason == .handover)
        #expect(life.on(.connected).isEmpty)
        _ = life.on(.disconnected(.network))
        life.claimed(retry: later)
        #expect(life.on(.connected) == [.announceConnected])
    }

    @Test func `a session that was lost during a handover is announced as lost`() {
        var life = connected()
        life.claimed(retry: later)
        #expect(life.on(.disconnected(.network)) == [.announceDisconnected(.network)])
    }

    @Test(arguments: [DisconnectReason.replaced, .banned, .outdated]) func `it does not come back by itself where that would do harm`(
        _ reason: DisconnectReason
    ) {
        var life = connected()
        #expect(life.on(.disconnected(reason)) == [.announceDisconnected(StatusReason(reason))])
        #expect(life.status == .disconnected && life.wish == .none)
        let asked = life.asked
        #expect(life.on(.connect).isEmpty)
        #expect(life.status == .connecting && life.wish == .session && life.asked > asked)
    }

    @Test func `a phone that takes the link back takes the credentials with it`() {
        var life = connected()
        #expect(life.on(.disconnected(.loggedOut)) == [.forgetCredentials, .announceLoggedOut(.loggedOut)])
        #expect(life.status == .loggedOut && life.wish == .none)
    }

    @Test func `a log-out waits for the phone to be told, and pairing anew does not wait`() {
        var life = connected()
        #expect(life.on(.logOut) == [.announceLoggedOut(.requested)])
        #expect(life.status == .loggedOut && life.wish == .unlink)
        var patient = life
        #expect(patient.unlinked() == [.forgetCredentials])
        #expect(patient.wish == .none)
        #expect(life.on(.connect) == [.forgetCredentials])
        #expect(life.status == .pairing)
        #expect(life.unlinked().isEmpty)
    }

    @Test func `what a session says that nobody wants any more changes nothing`() {
        var life = connected()
        _ = life.on(.disconnect)
        let before = life
        #expect(life.on(.connected).isEmpty)
        #expect(life.on(.disconnected(.network)).isEmpty)
        #expect(life.on(.code(code)).isEmpty)
        #expect(life == before)
    }

    @Test func `removal unlinks what is linked and deletes what is not`() {
        var linked = connected()
        #expect(linked.on(.remove) == [.announceRemoved])
        #expect(linked.isRemoved && linked.wish == .unlink)
        #expect(linked.on(.connect).isEmpty)
        #expect(linked.unlinked() == [.deleteRow])
        var fresh = Lifecycle.initial
        #expect(fresh.on(.remove) == [.announceRemoved, .deleteRow])
    }

    @Test func `a passkey is asked for in place of the code`() {
        var life = Lifecycle.initial
        _ = life.on(.code(code))
        #expect(life.on(.passkeyRequired(options: [2])).isEmpty)
        #expect(life.status == .passkeyRequired && life.code == nil)
        #expect(life.on(.linked(identity)) == [.offerAsDefault])
    }

    @Test func `codes to scan and to type are shown side by side, and both go with the pairing`() {
        var life = Lifecycle.initial
        let typed = ShownCode(form: .typed, sealed: [2], sequence: 1, expiresAt: Instant(seconds: 60))
        _ = life.on(.code(code))
        _ = life.on(.code(typed))
        #expect(life.code == code && life.typedCode == typed)
        let next = ShownCode(form: .qr, sealed: [3], sequence: 2, expiresAt: Instant(seconds: 80))
        _ = life.on(.code(next))
        #expect(life.code == next && life.typedCode == typed)
        _ = life.on(.linked(identity))
        #expect(life.code == nil && life.typedCode == nil)
    }

    @Test func `a challenge is kept until something else happens`() {
        var life = Lifecycle.initial
        _ = life.on(.passkeyRequired(options: [2]))
        #expect(life.passkey == [2])
        _ = life.on(.linked(identity))
        #expect(life.passkey == nil)
    }

    @Test func `openings are counted before each, and forgotten when somebody asks for one`() {
        var life = connected()
        life.claimed(retry: later)
        life.claimed(retry: later)
        #expect(life.openings == 2 && life.openAfter == later)
        _ = life.on(.connect)
        #expect(life.openings == 0 && life.openAfter == nil)
    }

    @Test func `silence puts the next opening off, and never earlier than it was`() {
        var life = connected()
        let earlier = Instant(seconds: 20)
        #expect(life.on(.silent(retry: earlier)) == [.announceDegraded])
        #expect(life.status == .degraded && life.openAfter == earlier && life.wish == .session)
        life.claimed(retry: later)
        #expect(life.status == .degraded)
        #expect(life.on(.connected) == [.announceConnected])
        _ = life.on(.silent(retry: earlier))
        #expect(life.openAfter == later)
    }
}
