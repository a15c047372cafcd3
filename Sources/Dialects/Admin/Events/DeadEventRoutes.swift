import API
import Contracts
import Core
import Events
import HTTP

/// An event that was given up.
struct DeadEventResource: Sendable {
    var id: ID<DeadEvent.Kind>
    var tenant: TenantID
    var name: String
    var subscriber: String
    var tries: Int
    var error: String
    var diedAt: Instant

    static let shape = Shape.object(
        { DeadEventResource(id: $0, tenant: $1, name: $2, subscriber: $3, tries: $4, error: $5, diedAt: $6) },
        Field("id", \.id, .identifier(), "The event's, the same for each subscriber that gave it up"),
        Field("tenant_id", \.tenant, .identifier()), Field("event", \.name, .text(), "What happened"),
        Field("subscriber", \.subscriber, .text(), "Who would not take it"), Field("tries", \.tries, .integer()),
        Field("error", \.error, .text(), "What the last try ended with"), Field("died_at", \.diedAt, .instant)
    ).named("DeadEvent")
}

/// Which events that were given up are to be told once more.
struct ReplayRequest: Sendable {
    var tenant: TenantID?
    var subscriber: String?
    var name: String?

    static let nameShape = Shape<String>.text(min: 1, max: 200)

    static let shape = Shape.object(
        { ReplayRequest(tenant: $0, subscriber: $1, name: $2) },
        Field("tenant_id", \.tenant, optional: .identifier()), Field("subscriber", \.subscriber, optional: nameShape),
        Field("event", \.name, optional: nameShape))

    static let example = ReplayRequest(tenant: nil, subscriber: "webhooks.enqueue", name: nil)
}

/// What came of that.
struct ReplayResource: Sendable {
    var replayed: Int
    var hasMore: Bool

    static let shape = Shape.object(
        { ReplayResource(replayed: $0, hasMore: $1) },
        Field("replayed", \.replayed, .integer(), "How many deliveries are on their way again, \(DeadEvents.replayLimit) at most"),
        Field("has_more", \.hasMore, .bool, "Whether there are more: ask again"))
}

extension Admin {
    var deadEventRoutes: [Route] { [listDeadEvents, replayDeadEvents, replayDeadEvent] }

    private var listDeadEvents: Route {
        Route(
            .get, "/admin/v1/events/dead", "List events that were given up, newest first", takes: PageLimit.input,
            PageLimit.cursor(Shape<DeadEvent.Place>.place), .query("tenant_id", optional: Shape<TenantID>.identifier()),
            .query("subscriber", optional: ReplayRequest.nameShape), .query("event", optional: ReplayRequest.nameShape),
            gives: .ok(Page<DeadEventResource, DeadEvent.Place>.shape(of: DeadEventResource.shape, cursor: .place)), auth: .operatorKey
        ) { [deadEvents] _, limit, cursor, tenant, subscriber, name in
            let (events, next) = try await deadEvents.list(
                DeadEventFilter(tenant: tenant, subscriber: subscriber, name: name), after: cursor, limit: limit)
            return Page(
                data: events.map { event in
                    DeadEventResource(
                        id: event.place.id, tenant: event.tenant, name: event.name, subscriber: event.place.subscriber, tries: event.tries,
                        error: event.error, diedAt: event.diedAt)
                }, next: next)
        }.named(
            "listDeadEvents", "An event is given up when a subscriber would not take it in 20 tries. What it says is the tenant's, and not shown.")
    }

    private var replayDeadEvent: Route {
        Route(
            .post, "/admin/v1/events/dead/{id}/replay", "Tell an event once more to those who gave it up", takes: .path("id", .identifier()),
            .query("subscriber", optional: ReplayRequest.nameShape, "That one only"), gives: .ok(ReplayResource.shape), fails: [.notFound],
            auth: .operatorKey
        ) { [deadEvents] _, id, subscriber in
            let replay = try await deadEvents.replay(DeadEventFilter(subscriber: subscriber, id: id))
            guard replay.count > 0 else { throw Problem.notFound(.event) }
            return ReplayResource(replayed: replay.count, hasMore: replay.hasMore)
        }
    }

    private var replayDeadEvents: Route {
        Route(
            .post, "/admin/v1/events/dead/replay", "Tell once more what a tenant's or a subscriber's events that were given up say",
            takes: .body(ReplayRequest.shape, example: .example), gives: .ok(ReplayResource.shape), auth: .operatorKey
        ) { [deadEvents] _, body in
            guard body.tenant != nil || body.subscriber != nil || body.name != nil else {
                throw Problem.invalid([Violation("", "must name tenant_id, subscriber or event")])
            }
            let replay = try await deadEvents.replay(DeadEventFilter(tenant: body.tenant, subscriber: body.subscriber, name: body.name))
            return ReplayResource(replayed: replay.count, hasMore: replay.hasMore)
        }
    }
}

extension Shape where Value == DeadEvent.Place {
    /// The event's id and the subscriber, with a colon between.
    fileprivate static var place: Shape {
        Shape<String>.text(min: 38, max: 300).map(
            or: "is no cursor of this list",
            to: { text in
                let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2, let id = ID<DeadEvent.Kind>(parts[0]) else { return nil }
                return DeadEvent.Place(id: id, subscriber: parts[1])
            }, from: { "\($0.id):\($0.subscriber)" })
    }
}
