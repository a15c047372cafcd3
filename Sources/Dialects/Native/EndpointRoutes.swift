import API
import Contracts
import Core
import HTTP
import Webhooks

/// A webhook endpoint as the native API shows it.
struct EndpointResource: Sendable {
    var id: EndpointID
    var url: String
    var instance: InstanceID?
    var events: [String]
    var dialect: DialectName
    var status: EndpointRecord.Status
    var pausedReason: String?
    var createdAt: Instant
    /// Shown once, when the endpoint is made.
    var secret: String?

    init(_ record: EndpointRecord, secret: String? = nil) {
        self.init(
            id: record.id, url: record.url, instance: record.instance, events: record.kinds.map { $0.map(\.rawValue).sorted() } ?? ["*"],
            dialect: record.dialect, status: record.status, pausedReason: record.pausedReason, createdAt: record.createdAt, secret: secret)
    }

    init(
        id: EndpointID, url: String, instance: InstanceID?, events: [String], dialect: DialectName, status: EndpointRecord.Status,
        pausedReason: String?, createdAt: Instant, secret: String?
    ) {
        self.id = id
        self.url = url
        self.instance = instance
        self.events = events
        self.dialect = dialect
        self.status = status
        self.pausedReason = pausedReason
        self.createdAt = createdAt
        self.secret = secret
    }

    static let shape = Shape.object(
        {
            EndpointResource(
                id: $0, url: $1, instance: $2, events: $3, dialect: $4, status: $5, pausedReason: $6, createdAt: $7, secret: $8)
        },
        Field("id", \.id, .identifier()),
        Field("url", \.url, .text()),
        Field("instance_id", \.instance, Shape<InstanceID>.identifier().nullable, "The instance whose news it wants; null: all of the tenant's"),
        Field("events", \.events, .list(of: .text()), "The kinds of news it wants; [\"*\"]: all"),
        Field("dialect", \.dialect, .choice(), "Whose words the bodies have"),
        Field("status", \.status, .choice()),
        Field("paused_reason", \.pausedReason, Shape<String>.text().nullable),
        Field("created_at", \.createdAt, .instant),
        Field("secret", \.secret, optional: .text(), "Signs the deliveries (Standard Webhooks); shown only now")
    ).named("WebhookEndpoint")
}

/// What `POST /v1/webhook-endpoints` takes.
struct NewEndpointRequest: Sendable {
    /// The dialects that document webhooks and are spoken by this version.
    enum Dialect: String, CaseIterable, Sendable {
        case native
        case flareSendV2 = "flaresend-v2"

        var name: DialectName {
            switch self {
            case .native: .native
            case .flareSendV2: .flareSendV2
            }
        }
    }

    var url: String
    var instance: InstanceID?
    var events: [String]?
    var dialect: Dialect?

    static let everything = "*"
    /// Longer than the name of any kind of news, in characters.
    private static let eventLimit = 64

    static let shape = Shape.object(
        { NewEndpointRequest(url: $0, instance: $1, events: $2, dialect: $3) },
        Field("url", \.url, .text(min: 1, max: EndpointRecord.urlLimit), "Where to post; https, and a public address"),
        Field("instance_id", \.instance, optional: .identifier(), "The instance whose news is wanted; all of them otherwise"),
        Field(
            "events", \.events, optional: .list(of: .text(max: eventLimit), min: 1, max: Notice.Kind.allCases.count + 1),
            "The kinds of news; all otherwise"),
        Field("dialect", \.dialect, optional: .choice(), "Whose words the bodies have; native otherwise"))

    /// What the domain is asked for; every unknown kind of news is a violation.
    func wish() throws(Problem) -> Webhooks.NewEndpoint {
        var kinds: Set<Notice.Kind>? = []
        var violations: [Violation] = []
        for (index, word) in (events ?? [Self.everything]).enumerated() {
            if word == Self.everything {
                kinds = nil
            } else if let kind = Notice.Kind(rawValue: word) {
                kinds?.insert(kind)
            } else {
                violations.append(
                    Violation("/events/\(index)", "must be * or one of \(Notice.Kind.allCases.map(\.rawValue).joined(separator: ", "))"))
            }
        }
        guard violations.isEmpty else { throw .invalid(violations) }
        return Webhooks.NewEndpoint(url: url, instance: instance, kinds: kinds, dialect: (dialect ?? .native).name)
    }

    static let example = NewEndpointRequest(url: "https://example.com/whatsapp", events: ["message.received", "message.failed"])
}

extension Native {
    var endpointRoutes: [Route] { [createEndpoint, listEndpoints, deleteEndpoint] }

    private var createEndpoint: Route {
        Route(
            .post, "/v1/webhook-endpoints", "Want news at a URL, which has to answer a verification with 2xx first",
            takes: .body(NewEndpointRequest.shape, example: NewEndpointRequest.example), gives: .created(EndpointResource.shape),
            fails: [.notFound, .verificationFailed, .limitReached], auth: .key(.manage)
        ) { [webhooks] call, body in
            let (endpoint, secret) = try await webhooks.setEndpoint(try body.wish(), as: call.caller)
            return EndpointResource(endpoint, secret: secret.reveal)
        }.named("createWebhookEndpoint", "As many as the plan allows (`max_webhook_endpoints`).")
    }

    private var listEndpoints: Route {
        Route(
            .get, "/v1/webhook-endpoints", "List webhook endpoints, oldest first", takes: PageLimit.input, PageLimit.cursor(of: Endpoint.self),
            gives: .ok(Page<EndpointResource, Endpoint>.shape(of: EndpointResource.shape)), auth: .key(.read)
        ) { [webhooks] call, limit, cursor in
            let found = try await webhooks.endpoints(after: cursor, limit: limit + 1, as: call.caller)
            let page = found.prefix(limit)
            return Page(data: page.map { EndpointResource($0) }, next: found.count > limit ? page.last?.id : nil)
        }
    }

    private var deleteEndpoint: Route {
        Route(
            .delete, "/v1/webhook-endpoints/{id}", "Want no more news at a URL", takes: .path("id", .identifier()), gives: .noContent,
            fails: [.notFound], auth: .key(.manage)
        ) { [webhooks] call, id in
            try await webhooks.removeEndpoint(id, as: call.caller)
        }
    }
}
