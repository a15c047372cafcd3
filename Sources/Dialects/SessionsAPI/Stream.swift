import API
import Contracts
import Core
import HTTP
import Instances

/// What the stream's `qr` says.
struct ShownQR: Sendable {
    var code: PairingCode

    static let shape = Shape.object(
        { (qr: String, sequence: Int, expiresAt: Instant) in
            ShownQR(code: PairingCode(form: .qr, text: qr, sequence: sequence, expiresAt: expiresAt))
        },
        Field("qr", \.code.text, .text(), "The text of the QR code to draw"),
        Field("sequence", \.code.sequence, .integer(), "Which code this is since linking began, from 1"),
        Field("expires_at", \.code.expiresAt, .instant, "When the next one replaces it")
    ).named("QR")
}

/// What the stream's `connected` says.
struct Connected: Sendable {
    var phone: PhoneNumber?

    static let shape = Shape.object(
        { Connected(phone: $0) }, Field("phone", \.phone, nullable: Shape<PhoneNumber>.phoneNumber, "The number that was linked")
    ).named("Connected")
}

extension SessionsAPI {
    /// `GET /api/v1/sessions/{id}/stream` (contract GS-26 to GS-31).
    var streamSession: Route {
        Route(
            .get, "/api/v1/sessions/{id}/stream", "Follow a session: qr, connected, error", takes: Values.id(of: Instance.self),
            gives: .events("What shows now, then every change"), fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            let changes = try await instances.changes(of: id.found(.instance), as: call.caller)
            return EventStream { writer in
                for await change in changes {
                    if let event = Self.event(for: change) { try await writer.send(event) }
                }
                try Task.checkCancellation()
                try await writer.send(Self.failure("SESSION_REMOVED", "The session was removed."))
            }
        }.named(
            "streamSession",
            """
            `qr`: `{"qr","sequence","expires_at"}`, again whenever the code changes. `connected`: `{"phone"}`. `error`: `{"code","message"}`, where \
            `code` is QR_EXPIRED, PASSKEY_REQUIRED, SESSION_DISCONNECTED, SESSION_LOGGED_OUT or SESSION_REMOVED. Who comes late is told at once \
            how it stands. Browsers, which cannot set a header here, take a token from `POST /v1/stream-tokens` and send it as `?token=`.
            """)
    }

    /// What this dialect has to say of a change; nil where it has no word for it.
    private static func event(for change: InstanceChange) -> ServerSentEvent? {
        switch change {
        case .qr(let code): ServerSentEvent(name: "qr", ShownQR.shape, ShownQR(code: code))
        // Somebody asked for it elsewhere and types it; there is nothing to draw.
        case .pairingCode: nil
        case .connected(let number): ServerSentEvent(name: "connected", Connected.shape, Connected(phone: number))
        case .disconnected(let reason): failure(because: reason)
        case .error(.passkeyRequired, _): failure("PASSKEY_REQUIRED", "The phone asks for a passkey before it links.")
        case .error(_, .pairingEnded): failure("QR_EXPIRED", "No phone scanned a code in time; open the stream again for new ones.")
        case .error(_, let reason): failure(because: reason)
        }
    }

    private static func failure(because reason: StatusReason?) -> ServerSentEvent {
        switch reason {
        case .loggedOut: failure("SESSION_LOGGED_OUT", "The phone took the link back; open the stream again to link anew.")
        case .requested: failure("SESSION_DISCONNECTED", "The session was disconnected as asked.")
        case .replaced: failure("SESSION_DISCONNECTED", "Another program uses the same link.")
        case .banned: failure("SESSION_DISCONNECTED", "WhatsApp has barred the account.")
        case .outdated: failure("SESSION_DISCONNECTED", "WhatsApp no longer accepts this version of the client.")
        case .network, .pairingEnded, .handover, nil: failure("SESSION_DISCONNECTED", "The connection was lost; it is being made again.")
        }
    }

    private static func failure(_ code: String, _ message: String) -> ServerSentEvent {
        ServerSentEvent(name: "error", ErrorEnvelope.detail, ErrorEnvelope(code: code, message: message))
    }
}
