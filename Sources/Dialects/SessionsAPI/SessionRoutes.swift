import API
import Contracts
import Core
import HTTP
import Instances
import Webhooks

extension SessionsAPI {
    var sessionRoutes: [Route] { [createSession, listSessions, getSession, changeSession, deleteSession] }

    private var createSession: Route {
        Route(
            .post, "/api/v1/sessions", "Create a session; it shows a code at once", takes: .body(NewSession.shape, example: NewSession.example),
            gives: .created(SessionResource.shape, location: { "/api/v1/sessions/\($0.id)" }, example: SessionResource.example),
            fails: [.conflict, .limitReached], auth: .key(.manage)
        ) { [instances] call, body in
            SessionResource(try await instances.create(named: nil, handle: body.key, as: call.caller), webhook: nil)
        }.named("createSession", "Over the plan's sessions the answer is 429, `MAX_SESSIONS_REACHED`, which waiting does not cure.")
    }

    private var listSessions: Route {
        Route(
            .get, "/api/v1/sessions", "List sessions, newest first", takes: Values.limit, Values.cursor(of: Instance.self),
            gives: .ok(SessionList.shape), auth: .key(.read)
        ) { [instances, webhooks] call, limit, cursor in
            let (page, next) = try await instances.list(limit: limit, after: cursor, as: call.caller)
            let urls = try await webhooks.urls(of: page.map(\.id), of: call.caller.tenant)
            return SessionList(sessions: page.map { SessionResource($0, webhook: urls[$0.id]) }, next: next)
        }
    }

    private var getSession: Route {
        Route(
            .get, "/api/v1/sessions/{id}", "Get a session", takes: Values.id(of: Instance.self),
            gives: .ok(SessionResource.shape, example: SessionResource.example), fails: [.notFound], auth: .key(.read)
        ) { [self] call, id in
            try await shown(instances.instance(id.found(.instance), as: call.caller))
        }
    }

    private var changeSession: Route {
        Route(
            .patch, "/api/v1/sessions/{id}", "Change a session", takes: Values.id(of: Instance.self),
            .body(SessionChange.shape, example: SessionChange.example), gives: .ok(SessionResource.shape, example: SessionResource.example),
            fails: [.notFound, .conflict, .limitReached, .verificationFailed], auth: .key(.manage)
        ) { [self] call, id, body in
            let change = InstanceUpdate(
                name: .unchanged, handle: body.key, isDefault: body.settings?.isDefault, webhook: body.webhook,
                // The sessions API documents no webhooks of its own (decisions, "Webhooks").
                webhookDialect: .native)
            let (changed, secret) = try await instances.update(id.found(.instance), change, through: webhooks, as: call.caller)
            return try await shown(changed, secret: secret)
        }
    }

    private var deleteSession: Route {
        Route(
            .delete, "/api/v1/sessions/{id}", "Unlink a session and remove it", takes: Values.id(of: Instance.self), gives: .noContent,
            fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            try await instances.remove(id.found(.instance), as: call.caller)
        }
    }

    private func shown(_ details: InstanceDetails, secret: Secret<String>? = nil) async throws -> SessionResource {
        let urls = try await webhooks.urls(of: [details.id], of: details.reference.tenant)
        return SessionResource(details, webhook: urls[details.id], secret: secret)
    }
}
