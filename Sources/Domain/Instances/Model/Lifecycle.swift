import Contracts
import Core

/// Where an instance stands and what is wanted of it; decides, and does nothing.
struct Lifecycle: Sendable, Hashable {
    /// What a tenant may want.
    enum Command: Sendable, Hashable {
        /// Connected, by a code if need be.
        case connect
        /// To see a code, if that is what it needs.
        case showCode
        /// The connection closed and the link kept.
        case disconnect
        /// Unlinked.
        case logOut
        /// Gone.
        case remove
    }

    /// What a session tells.
    enum News: Sendable, Hashable {
        case code(ShownCode)
        /// With WebAuthn's request options, sealed.
        case passkeyRequired(options: [UInt8])
        case pairingEnded
        case linked(LinkedIdentity)
        case connected
        case disconnected(DisconnectReason)
        /// The line stands, but WhatsApp has not answered over it for too long; another is opened from `retry` on.
        case silent(retry: Instant)
    }

    /// What has to be done in the same transaction.
    enum Action: Sendable, Hashable {
        case announceConnected
        case announceDegraded
        case announceDisconnected(StatusReason)
        case announceLoggedOut(StatusReason)
        case announceRemoved
        /// The credentials are worthless or must not be used again.
        case forgetCredentials
        /// It is the tenant's default if the tenant has none.
        case offerAsDefault
        case deleteRow
    }

    var status = InstanceStatus.pairing
    var reason: StatusReason?
    var wish = Wish.session
    /// Grows when a session is wanted anew.
    var asked: Int64 = 1
    /// How many sessions were opened for it since one of them lasted.
    var openings = 0
    /// Until when no other is opened.
    var openAfter: Instant?
    var number: PhoneNumber?
    var lid: JID?
    var code: ShownCode?
    /// The code to type, beside the one to scan.
    var typedCode: ShownCode?
    /// What the phone wants signed with a passkey.
    var passkey: [UInt8]?
    var isRemoved = false

    /// A new instance pairs at once.
    static let initial = Lifecycle()

    mutating func on(_ command: Command) -> [Action] {
        guard !isRemoved else { return [] }
        return switch command {
        case .connect: connect()
        case .showCode: showCode()
        case .disconnect: disconnect()
        case .logOut: logOut()
        case .remove: remove()
        }
    }

    mutating func on(_ news: News) -> [Action] {
        // Said by a session that nobody wants any more and that is about to be closed.
        guard wish == .session else { return [] }
        switch news {
        case .code(let shown):
            let actions = beginPairing()
            show(shown)
            return actions
        case .passkeyRequired(let options):
            let actions = beginPairing()
            settle(.passkeyRequired, because: nil, wish: .session)
            passkey = options
            return actions
        case .pairingEnded:
            guard !status.isLinked else { return [] }
            settle(.created, because: .pairingEnded, wish: .none)
            return []
        case .linked(let identity):
            settle(.connecting, because: nil, wish: .session)
            (number, lid) = (identity.number, identity.lid)
            return [.offerAsDefault]
        case .connected:
            let actions: [Action] = isBelievedHealthy ? [] : [.announceConnected]
            settle(.connected, because: nil, wish: .session)
            return actions
        case .disconnected(let cause): return lost(cause)
        case .silent(let retry):
            guard status == .connected else { return [] }
            settle(.degraded, because: nil, wish: .session)
            openAfter = max(openAfter ?? retry, retry)
            return [.announceDegraded]
        }
    }

    /// A process has taken it from nobody, or from one that is gone, and opens a session; should that come to nothing, the next one is not
    /// opened before `retry`.
    mutating func claimed(retry: Instant) {
        (code, typedCode, passkey) = (nil, nil, nil)
        openings += 1
        openAfter = retry
        switch status {
        case .connected: (status, reason) = (.connecting, .handover)
        case .disconnected where wish == .session: (status, reason) = (.connecting, nil)
        case .passkeyRequired: status = .pairing
        // One that was degraded stays so until the new line stands.
        case .created, .pairing, .connecting, .degraded, .disconnected, .loggedOut: break
        }
    }

    /// The phone was told to forget this device, as far as that was possible.
    mutating func unlinked() -> [Action] {
        guard wish == .unlink else { return [] }
        wish = .none
        return isRemoved ? [.deleteRow] : [.forgetCredentials]
    }

    /// Whether the tenant was last told that it is connected and nothing after that.
    private var isBelievedHealthy: Bool { status == .connected || status == .connecting && reason == .handover }

    /// Whether the tenant, as far as it was told, counts on a connection.
    private var isBelievedConnected: Bool { isBelievedHealthy || status == .degraded }

    /// A session that has to pair has no credentials any more: what was linked is so no longer, whoever forgot to say it.
    private func beginPairing() -> [Action] { status.isLinked ? [.announceLoggedOut(.loggedOut)] : [] }

    /// Shows a code beside the one of the other form.
    private mutating func show(_ shown: ShownCode) {
        let (qr, typed) = (code, typedCode)
        settle(.pairing, because: nil, wish: .session)
        switch shown.form {
        case .qr: (code, typedCode) = (shown, typed)
        case .typed: (code, typedCode) = (qr, shown)
        }
    }

    /// Wants a session anew; whoever asks for it need not wait for what went wrong before.
    private mutating func ask() {
        asked += 1
        openings = 0
        openAfter = nil
    }

    private mutating func connect() -> [Action] {
        switch wish {
        case .session:
            // It is being connected already, and goes on without waiting for what went wrong before.
            (openings, openAfter) = (0, nil)
            return []
        case .none where status == .disconnected:
            settle(.connecting, because: nil, wish: .session)
            ask()
            return []
        case .none, .unlink: return showCode()
        }
    }

    private mutating func showCode() -> [Action] {
        guard status == .created || status == .loggedOut else { return [] }
        // The phone has not been told yet and may never be; its link must not come up again in place of a code.
        let actions: [Action] = wish == .unlink ? [.forgetCredentials] : []
        settle(.pairing, because: nil, wish: .session)
        ask()
        return actions
    }

    private mutating func disconnect() -> [Action] {
        switch status {
        case .created, .loggedOut: return []
        case .pairing, .passkeyRequired:
            settle(.created, because: .requested, wish: .none)
            return []
        case .connecting, .connected, .degraded, .disconnected:
            if wish == .none { return [] }
            let actions: [Action] = isBelievedConnected ? [.announceDisconnected(.requested)] : []
            settle(.disconnected, because: .requested, wish: .none)
            return actions
        }
    }

    private mutating func logOut() -> [Action] {
        guard status.isLinked else { return disconnect() }
        settle(.loggedOut, because: .requested, wish: .unlink)
        return [.announceLoggedOut(.requested)]
    }

    private mutating func remove() -> [Action] {
        isRemoved = true
        guard status.isLinked || wish == .unlink else { return [.announceRemoved, .deleteRow] }
        settle(.loggedOut, because: .requested, wish: .unlink)
        return [.announceRemoved]
    }

    private mutating func lost(_ cause: DisconnectReason) -> [Action] {
        guard status.isLinked else { return lostPairing(cause) }
        switch cause {
        case .network:
            let actions: [Action] = isBelievedConnected ? [.announceDisconnected(.network)] : []
            settle(.disconnected, because: .network, wish: .session)
            return actions
        case .replaced, .banned, .outdated:
            // Coming back by itself would make it worse.
            settle(.disconnected, because: StatusReason(cause), wish: .none)
            return [.announceDisconnected(StatusReason(cause))]
        case .loggedOut:
            settle(.loggedOut, because: .loggedOut, wish: .none)
            return [.forgetCredentials, .announceLoggedOut(.loggedOut)]
        }
    }

    /// Nobody was told of a connection, and nothing is linked that a connection could come back to.
    private mutating func lostPairing(_ cause: DisconnectReason) -> [Action] {
        switch cause {
        case .network: settle(.pairing, because: nil, wish: .session)
        case .replaced, .banned, .outdated, .loggedOut: settle(.created, because: StatusReason(cause), wish: .none)
        }
        return []
    }

    /// Codes and challenges are shown only as long as nothing else happens.
    private mutating func settle(_ status: InstanceStatus, because reason: StatusReason?, wish: Wish) {
        self.status = status
        self.reason = reason
        self.wish = wish
        (code, typedCode, passkey) = (nil, nil, nil)
    }
}
