import API
import Contracts
import Core
import HTTP
import Messaging

extension Native {
    var messageRoutes: [Route] { [sendMessages, listMessages, getMessage, withdrawMessage, messageTimeline, resendMessage] }

    private var sendMessages: Route {
        Route(
            .post, "/v1/messages", "Send a message", takes: .body(SendRequest.shape, example: SendRequest.example),
            gives: .accepted(SendAnswer.shape), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome], auth: .key(.send)
        ) { [self] call, body in
            let acceptance: Acceptance
            do {
                acceptance = try await messaging.send(try await draft(body, as: call.caller), as: call.caller)
            } catch Problem.notFound(.instance) where body.instance == nil {
                // Where there is none at all, none is linked.
                throw Problem.notReady(.created)
            }
            return SendAnswer(batch: acceptance.batch, messages: acceptance.records)
        }
    }

    private var listMessages: Route {
        Route(
            .get, "/v1/messages", "List messages",
            takes: .query("batch_id", optional: .identifier(), "Of one request"),
            .query("whatsapp_id", optional: .text(max: ContentShapes.messageIDLimit), "By the id WhatsApp knows it by"),
            .query("client_reference", optional: .text(max: SendRequest.clientReferenceLimit), "By your own mark"),
            .query("instance_id", optional: .identifier(), "Of one instance"),
            .query("status", optional: Shape<MessageStatus>.choice(), "That have come just so far"),
            .query("direction", optional: Shape<MessageResource.Direction>.choice()),
            .query("to", optional: MessageAddress.filter, "Exchanged with a number or in a group"),
            .query("campaign_id", optional: .identifier(), "Of one campaign"), PageLimit.input, PageLimit.cursor(of: Message.self),
            gives: .ok(Page.shape(of: MessageResource.shape)), auth: .key(.read)
        ) { [messaging] call, batch, whatsAppID, reference, instance, status, direction, chat, campaign, limit, cursor in
            var filter = MessageFilter()
            (filter.batch, filter.whatsAppID, filter.clientReference, filter.instance) = (batch, whatsAppID, reference, instance)
            (filter.status, filter.direction, filter.chat, filter.campaign) = (status, direction?.record, chat, campaign)
            let found = try await messaging.messages(filter, limit: limit, after: cursor, as: call.caller)
            return Page(data: found.messages, next: found.next)
        }
    }

    private var getMessage: Route {
        Route(
            .get, "/v1/messages/{id}", "Get a message", takes: .path("id", .identifier()), gives: .ok(MessageResource.shape),
            fails: [.notFound], auth: .key(.read)
        ) { [messaging] call, id in
            try await messaging.message(id, as: call.caller)
        }
    }

    private var withdrawMessage: Route {
        Route(
            .delete, "/v1/messages/{id}", "Withdraw a message that has not gone out", takes: .path("id", .identifier()),
            gives: .ok(MessageResource.shape), fails: [.notFound, .conflict], auth: .key(.send)
        ) { [messaging] call, id in
            try await messaging.withdraw(id, as: call.caller)
        }
    }

    private var messageTimeline: Route {
        Route(
            .get, "/v1/messages/{id}/timeline", "Tell every step on a message's way", takes: .path("id", .identifier()),
            gives: .ok(MessageTimeline.shape), fails: [.notFound], auth: .key(.read)
        ) { [messaging] call, id in
            MessageTimeline(steps: try await messaging.timeline(of: id, as: call.caller))
        }.named("getMessageTimeline", "At most \(Messaging.stepsPerTimeline) steps.")
    }

    private var resendMessage: Route {
        Route(
            .post, "/v1/messages/{id}/resend", "Send a message again that has failed", takes: .path("id", .identifier()),
            gives: .accepted(MessageResource.shape), fails: [.notFound, .conflict, .notReady, .quotaExceeded], auth: .key(.send)
        ) { [messaging] call, id in
            try await messaging.resend(id, as: call.caller)
        }
    }
}

/// What `GET /v1/messages/{id}/timeline` answers.
struct MessageTimeline: Sendable {
    var steps: [TimelineStep]

    static let shape = Shape.object(
        { MessageTimeline(steps: $0) },
        Field(
            "data", \.steps, .list(of: step, max: Messaging.stepsPerTimeline),
            "The first step first; of a message that is still open, the last is `waiting`: for what, and until when"
        ))

    private static let step = Shape.object(
        TimelineStep.init,
        Field("at", \.at, .instant, "When; of `waiting`, when that is looked at next"),
        Field("step", \.step, .text(), "Such as accepted, scheduled, queued, handed_over, sent, delivered, read, failed, withdrawn, resent, waiting"),
        Field("detail", \.detail, Shape<String>.text().nullable, "Why, for people"))
}
