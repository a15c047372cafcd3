import Contracts
import Core
import Testing

@testable import Instances

/// Every place an instance can stand in, against everything that can be asked of it or told of it.
@Suite struct `What becomes of an instance` {
    /// Where it stands, as text: status, reason, wish.
    static let origins: [(name: String, status: InstanceStatus, reason: StatusReason?, wish: Wish)] = [
        ("created", .created, .pairingEnded, .none),
        ("pairing", .pairing, nil, .session),
        ("passkey_required", .passkeyRequired, nil, .session),
        ("connecting", .connecting, nil, .session),
        ("connecting after a handover", .connecting, .handover, .session),
        ("connected", .connected, nil, .session),
        ("degraded", .degraded, nil, .session),
        ("disconnected by the network", .disconnected, .network, .session),
        ("disconnected on request", .disconnected, .requested, .none),
        ("logged out", .loggedOut, .loggedOut, .none),
        ("logged out, not told yet", .loggedOut, .requested, .unlink),
    ]

    static let commands: [(name: String, command: Lifecycle.Command)] = [
        ("connect", .connect), ("showCode", .showCode), ("disconnect", .disconnect), ("logOut", .logOut), ("remove", .remove),
    ]

    /// All that changes anything: status, reason and wish afterwards, `anew` where another session is asked for, and what follows from it.
    static let changes: [String: [String: String]] = [
        "created": [
            "connect": "pairing session anew",
            "showCode": "pairing session anew",
            "remove": "created/pairing_ended none, announceRemoved, deleteRow",
            "claimed": "created/pairing_ended none",
        ],
        "pairing": [
            "disconnect": "created/requested none",
            "logOut": "created/requested none",
            "remove": "pairing session, announceRemoved, deleteRow",
            "a code to scan": "pairing session",
            "a code to type": "pairing session",
            "passkey": "passkey_required session",
            "pairing ended": "created/pairing_ended none",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session, announceConnected",
            "lost: logged_out": "created/logged_out none",
            "lost: replaced": "created/replaced none",
            "lost: banned": "created/banned none",
            "lost: outdated": "created/outdated none",
            "claimed": "pairing session",
        ],
        "passkey_required": [
            "disconnect": "created/requested none",
            "logOut": "created/requested none",
            "remove": "passkey_required session, announceRemoved, deleteRow",
            "a code to scan": "pairing session",
            "a code to type": "pairing session",
            "passkey": "passkey_required session",
            "pairing ended": "created/pairing_ended none",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session, announceConnected",
            "lost: network": "pairing session",
            "lost: logged_out": "created/logged_out none",
            "lost: replaced": "created/replaced none",
            "lost: banned": "created/banned none",
            "lost: outdated": "created/outdated none",
            "claimed": "pairing session",
        ],
        "connecting": [
            "disconnect": "disconnected/requested none",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "a code to scan": "pairing session, announceLoggedOut(.loggedOut)",
            "a code to type": "pairing session, announceLoggedOut(.loggedOut)",
            "passkey": "passkey_required session, announceLoggedOut(.loggedOut)",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session, announceConnected",
            "lost: network": "disconnected/network session",
            "lost: logged_out": "logged_out/logged_out none, forgetCredentials, announceLoggedOut(.loggedOut)",
            "lost: replaced": "disconnected/replaced none, announceDisconnected(.replaced)",
            "lost: banned": "disconnected/banned none, announceDisconnected(.banned)",
            "lost: outdated": "disconnected/outdated none, announceDisconnected(.outdated)",
            "claimed": "connecting session",
        ],
        "connecting after a handover": [
            "disconnect": "disconnected/requested none, announceDisconnected(.requested)",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "a code to scan": "pairing session, announceLoggedOut(.loggedOut)",
            "a code to type": "pairing session, announceLoggedOut(.loggedOut)",
            "passkey": "passkey_required session, announceLoggedOut(.loggedOut)",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session",
            "lost: network": "disconnected/network session, announceDisconnected(.network)",
            "lost: logged_out": "logged_out/logged_out none, forgetCredentials, announceLoggedOut(.loggedOut)",
            "lost: replaced": "disconnected/replaced none, announceDisconnected(.replaced)",
            "lost: banned": "disconnected/banned none, announceDisconnected(.banned)",
            "lost: outdated": "disconnected/outdated none, announceDisconnected(.outdated)",
            "claimed": "connecting/handover session",
        ],
        "connected": [
            "disconnect": "disconnected/requested none, announceDisconnected(.requested)",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "a code to scan": "pairing session, announceLoggedOut(.loggedOut)",
            "a code to type": "pairing session, announceLoggedOut(.loggedOut)",
            "passkey": "passkey_required session, announceLoggedOut(.loggedOut)",
            "linked": "connecting session, offerAsDefault",
            "silent": "degraded session, announceDegraded",
            "lost: network": "disconnected/network session, announceDisconnected(.network)",
            "lost: logged_out": "logged_out/logged_out none, forgetCredentials, announceLoggedOut(.loggedOut)",
            "lost: replaced": "disconnected/replaced none, announceDisconnected(.replaced)",
            "lost: banned": "disconnected/banned none, announceDisconnected(.banned)",
            "lost: outdated": "disconnected/outdated none, announceDisconnected(.outdated)",
            "claimed": "connecting/handover session",
        ],
        "degraded": [
            "disconnect": "disconnected/requested none, announceDisconnected(.requested)",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "a code to scan": "pairing session, announceLoggedOut(.loggedOut)",
            "a code to type": "pairing session, announceLoggedOut(.loggedOut)",
            "passkey": "passkey_required session, announceLoggedOut(.loggedOut)",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session, announceConnected",
            "lost: network": "disconnected/network session, announceDisconnected(.network)",
            "lost: logged_out": "logged_out/logged_out none, forgetCredentials, announceLoggedOut(.loggedOut)",
            "lost: replaced": "disconnected/replaced none, announceDisconnected(.replaced)",
            "lost: banned": "disconnected/banned none, announceDisconnected(.banned)",
            "lost: outdated": "disconnected/outdated none, announceDisconnected(.outdated)",
            "claimed": "degraded session",
        ],
        "disconnected by the network": [
            "disconnect": "disconnected/requested none",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "a code to scan": "pairing session, announceLoggedOut(.loggedOut)",
            "a code to type": "pairing session, announceLoggedOut(.loggedOut)",
            "passkey": "passkey_required session, announceLoggedOut(.loggedOut)",
            "linked": "connecting session, offerAsDefault",
            "connected": "connected session, announceConnected",
            "lost: logged_out": "logged_out/logged_out none, forgetCredentials, announceLoggedOut(.loggedOut)",
            "lost: replaced": "disconnected/replaced none, announceDisconnected(.replaced)",
            "lost: banned": "disconnected/banned none, announceDisconnected(.banned)",
            "lost: outdated": "disconnected/outdated none, announceDisconnected(.outdated)",
            "claimed": "connecting session",
        ],
        "disconnected on request": [
            "connect": "connecting session anew",
            "logOut": "logged_out/requested unlink, announceLoggedOut(.requested)",
            "remove": "logged_out/requested unlink, announceRemoved",
            "claimed": "disconnected/requested none",
        ],
        "logged out": [
            "connect": "pairing session anew",
            "showCode": "pairing session anew",
            "remove": "logged_out/logged_out none, announceRemoved, deleteRow",
            "claimed": "logged_out/logged_out none",
        ],
        "logged out, not told yet": [
            "connect": "pairing session anew, forgetCredentials",
            "showCode": "pairing session anew, forgetCredentials",
            "remove": "logged_out/requested unlink, announceRemoved",
            "claimed": "logged_out/requested unlink",
        ],
    ]

    @Test(arguments: origins.map(\.name)) func `everything that it can meet is in the table`(_ name: String) throws {
        let origin = try #require(Self.origins.first { $0.name == name })
        for (input, take) in try Self.inputs() {
            var life = Lifecycle.initial
            (life.status, life.reason, life.wish) = (origin.status, origin.reason, origin.wish)
            let before = life
            let actions = take(&life)
            #expect(Self.text(life, actions, before) == Self.changes[name]?[input] ?? "-", "\(name) meets \(input)")
        }
    }

    @Test func `one that is removed takes no orders, and is deleted once the phone was told`() {
        for origin in Self.origins where origin.status.isLinked {
            var life = Lifecycle.initial
            (life.status, life.reason, life.wish) = (origin.status, origin.reason, origin.wish)
            _ = life.on(.remove)
            let removed = life
            for (_, command) in Self.commands { #expect(life.on(command).isEmpty) }
            #expect(life == removed)
            #expect(life.unlinked() == [.deleteRow])
        }
    }

    @Test func `the table has a row for every status and nothing that cannot happen`() throws {
        #expect(Set(Self.origins.map(\.status)) == Set(InstanceStatus.allCases))
        #expect(Set(Self.changes.keys) == Set(Self.origins.map(\.name)))
        let inputs = Set(try Self.inputs().map(\.name))
        for row in Self.changes.values { #expect(Set(row.keys).isSubset(of: inputs)) }
    }

    static func text(_ life: Lifecycle, _ actions: [Lifecycle.Action], _ before: Lifecycle) -> String {
        if life == before, actions.isEmpty { return "-" }
        let place =
            life.status.rawValue + (life.reason.map { "/\($0.rawValue)" } ?? "") + " " + life.wish.rawValue
            + (life.asked > before.asked ? " anew" : "")
        return ([place] + actions.map { "\($0)".replacing("Contracts.StatusReason", with: "") }).joined(separator: ", ")
    }

    static func inputs() throws -> [(name: String, take: (inout Lifecycle) -> [Lifecycle.Action])] {
        let identity = LinkedIdentity(number: try #require(PhoneNumber("254700000001")), lid: nil)
        func code(_ form: PairingCode.Form) -> ShownCode { ShownCode(form: form, sealed: [1], sequence: 1, expiresAt: Instant(seconds: 60)) }
        let news: [(String, Lifecycle.News)] =
            [
                ("a code to scan", .code(code(.qr))), ("a code to type", .code(code(.typed))), ("passkey", .passkeyRequired(options: [2])),
                ("pairing ended", .pairingEnded), ("linked", .linked(identity)), ("connected", .connected),
                ("silent", .silent(retry: Instant(seconds: 5))),
            ] + DisconnectReason.allCases.map { ("lost: \($0.rawValue)", .disconnected($0)) }
        return commands.map { name, command in (name, { life in life.on(command) }) }
            + news.map { name, item in (name, { life in life.on(item) }) }
            + [
                (
                    "claimed",
                    { life in
                        life.claimed(retry: Instant(seconds: 5))
                        return []
                    }
                )
            ]
    }
}
