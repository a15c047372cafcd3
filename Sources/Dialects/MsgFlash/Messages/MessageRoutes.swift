import API
import Campaigns
import Contracts
import Core
import HTTP
import Messaging

extension MsgFlash {
    var messageRoutes: [Route] { [sendMessage, scheduleMessage, listMessages, getMessage] }

    private var sendMessage: Route {
        Route(
            .post, "/api/v1/messages/send", "Send a message", takes: .body(SendRequest.sending, example: .example),
            gives: .created(DataBody.shape(of: MessageResource.shape), example: DataBody(.example)),
            fails: [.notFound, .notReady, .conflict, .quotaExceeded], auth: .key(.send)
        ) { [self] call, body in
            try Team.refuse(call.request)
            try body.check(isScheduled: false)
            return DataBody(try await accept(body, at: nil, as: call.caller))
        }.named("sendMessage", "It is on its way when this answers; what becomes of it is told by GET /api/v1/messages/{id} and by webhooks.")
    }

    private var scheduleMessage: Route {
        Route(
            .post, "/api/v1/messages/schedule", "Send a message later", takes: .body(SendRequest.scheduling, example: .scheduledExample),
            gives: .created(DataBody.shape(of: MessageResource.shape), example: DataBody(.example)),
            fails: [.notFound, .notReady, .conflict, .quotaExceeded], auth: .key(.send)
        ) { [self] call, body in
            try Team.refuse(call.request)
            try body.check(isScheduled: true)
            let time = try await messaging.sendTime(body.scheduledAt ?? "", at: "/scheduledAt", as: call.caller)
            return DataBody(try await accept(body, at: time, as: call.caller))
        }.named("scheduleMessage", "It counts on the day it is due, and is checked against that day's allowance then.")
    }

    private var listMessages: Route {
        Route(
            .get, "/api/v1/messages", "List messages, the newest first",
            takes: .query("limit", .integer(MessagePage.limits), default: MessagePage.standard), .query("cursor", optional: .identifier()),
            .query("instanceId", optional: .identifier()), .query("status", optional: Shape<MessageResource.Status>.choice()),
            gives: .ok(DataBody.shape(of: MessagePage.shape), example: DataBody(.example)), auth: .key(.read)
        ) { [self] call, limit, cursor, instance, status in
            try Team.refuse(call.request)
            var filter = MessageFilter()
            filter.instance = instance
            filter.status = status.map(MessageResource.filter)
            let (found, next) = try await messaging.messages(filter, limit: limit, after: cursor, as: call.caller)
            let safety = try await safety(of: found.map(\.instance), as: call.caller)
            return DataBody(
                MessagePage(messages: found.map { MessageResource($0, of: call.caller.tenant, safety: safety[$0.instance]) }, next: next))
        }.named("listMessages")
    }

    private var getMessage: Route {
        Route(
            .get, "/api/v1/messages/{id}", "Get a message", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: MessageResource.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [self] call, id in
            try Team.refuse(call.request)
            let found = try await messaging.message(id, as: call.caller)
            let safety = try await safety(of: [found.instance], as: call.caller)
            return DataBody(MessageResource(found, of: call.caller.tenant, safety: safety[found.instance]))
        }.named("getMessage")
    }

    private func accept(_ request: SendRequest, at time: SendTime?, as caller: Caller) async throws -> MessageResource {
        let number = try await number(of: request, as: caller)
        let content: MessageContent
        if let template = request.template {
            content = try await campaigns.render(
                template, variables: request.variables, for: number, from: request.instance, at: "", as: caller)
        } else {
            content = try await self.content(of: request.words, until: time?.instant, as: caller)
        }
        let acceptance = try await messaging.send(Draft(content, to: [.number(number)], from: request.instance, sendAt: time), as: caller)
        guard let record = acceptance.records.first else { throw Problem.notFound(.message) }
        let safety = try await safety(of: [record.instance], as: caller)
        return MessageResource(record, of: caller.tenant, safety: safety[record.instance])
    }

    private func number(of request: SendRequest, as caller: Caller) async throws -> PhoneNumber {
        if let number = request.to { return number }
        guard let contact = request.words.contact else { throw Problem.invalid([Violation("/to", "is required")]) }
        return try await campaigns.contact(contact, as: caller).number
    }
}
