import API
import Contracts
import Core
import HTTP
import Instances
import Media
import Messaging

extension SessionsAPI {
    var messageRoutes: [Route] { [sendText, sendMedia, sendAudio, listMessages, getMessage] }

    private static let failures: [FailureKind] = [.notFound, .notReady, .quotaExceeded, .unknownOutcome]

    private var sendText: Route {
        Route(
            .post, "/api/v1/messages", "Send a text", takes: .body(TextRequest.shape, example: TextRequest.example),
            gives: .accepted(AcceptedMessage.shape, example: AcceptedMessage.example), fails: Self.failures, auth: .key(.send)
        ) { [self] call, body in
            try await send(.text(body.message), to: body.to, from: body.session, as: call.caller)
        }.named("sendText", "The message is stored when this is answered; look it up to see what became of it.")
    }

    private var sendMedia: Route {
        Route(
            .post, "/api/v1/messages/media", "Send an image or a video", takes: .body(MediaRequest.shape, example: MediaRequest.example),
            gives: .accepted(AcceptedMessage.shape), fails: Self.failures, auth: .key(.send)
        ) { [self] call, body in
            let file = try await media.fetch(body.url, as: body.kind.media, at: "/mediaUrl", as: call.caller)
            let caption = body.caption.flatMap { $0.isEmpty ? nil : $0 }
            return try await send(
                .media(MediaContent(kind: body.kind.media, file: file, caption: caption)), to: body.to, from: body.session, as: call.caller)
        }.named("sendMedia", "Images have at most 16 MB and videos 64 MB, unless the plan says otherwise.")
    }

    private var sendAudio: Route {
        Route(
            .post, "/api/v1/messages/audio", "Send an audio file or a voice note", takes: .body(AudioRequest.shape, example: AudioRequest.example),
            gives: .accepted(AcceptedMessage.shape), fails: Self.failures, auth: .key(.send)
        ) { [self] call, body in
            let kind: MediaKind = body.isVoice ? .voice : .audio
            let file = try await media.fetch(body.url, as: kind, at: "/audioUrl", as: call.caller)
            return try await send(.media(MediaContent(kind: kind, file: file)), to: body.to, from: body.session, as: call.caller)
        }.named(
            "sendAudio",
            """
            Audio has at most 16 MB, unless the plan says otherwise. A voice note is sent as it is and must be OGG with Opus in one channel; anything \
            else is refused with 400, since nothing is transcoded.
            """)
    }

    private var listMessages: Route {
        Route(
            .get, "/api/v1/messages", "List messages, newest first", takes: Values.limit, Values.cursor(of: Message.self),
            .query("status", optional: .choice(), "Only messages that have come this far"),
            .query("direction", optional: .choice(), "Only messages that go this way"),
            .query("to", optional: .phoneNumber, "Only messages to this number and from it"),
            .query("session_id", optional: SessionChoice.id, "Only messages of this session"),
            .query("session_key", optional: SessionChoice.key, "The same by its `session_key`"),
            gives: .ok(MessageList.shape), fails: [.notFound], auth: .key(.read)
        ) { [self] call, limit, cursor, status, direction, to, id, key in
            var filter = MessageFilter()
            filter.status = status
            filter.direction = (direction as MessageResource.Direction?).map { $0 == .outbound ? .outbound : .inbound }
            filter.chat = (to as PhoneNumber?)?.jid
            filter.instance = try await session(SessionChoice(id: id, key: key), as: call.caller)
            let (messages, next) = try await messaging.messages(filter, limit: limit, after: cursor, as: call.caller)
            return MessageList(messages: messages.map { MessageResource($0) }, next: next)
        }
    }

    private var getMessage: Route {
        Route(
            .get, "/api/v1/messages/{id}", "Get a message", takes: Values.id(of: Message.self), gives: .ok(MessageResource.shape),
            fails: [.notFound], auth: .key(.read)
        ) { [messaging] call, id in
            MessageResource(try await messaging.message(id.found(.message), as: call.caller))
        }
    }

    private func send(
        _ content: MessageContent, to number: PhoneNumber, from choice: SessionChoice, as caller: Caller
    ) async throws -> AcceptedMessage {
        let acceptance: Acceptance
        do {
            let draft = Draft(content, to: [.number(number)], from: try await session(choice, as: caller), requiring: .connected)
            acceptance = try await messaging.send(draft, as: caller)
        } catch Problem.notFound(.instance) where !choice.isMade {
            // Where there is none at all, none is connected (contract GS-51).
            throw Problem.notReady(.created)
        }
        guard let record = acceptance.records.first else { throw Problem.notFound(.message) }
        return AcceptedMessage(id: record.id, to: number, type: MessageResource.word(record.kind), status: record.status)
    }

    /// The session that is named, if one is.
    private func session(_ choice: SessionChoice, as caller: Caller) async throws -> InstanceID? {
        guard let key = choice.key else { return choice.id ?? choice.instanceID }
        let found = try await instances.instance(withHandle: key, as: caller).id
        let named = choice.id ?? choice.instanceID
        guard named == nil || named == found else {
            throw Problem.invalid([Violation("/session_key", "must be the name of the session that is named beside it")])
        }
        return found
    }
}
