import API
import Contracts
import Core
import HTTP
import Instances
import Webhooks

extension Native {
    var instanceRoutes: [Route] {
        [createInstance, listInstances, getInstance, updateInstance, deleteInstance, getHealth, followInstance]
    }

    private var createInstance: Route {
        Route(
            .post, "/v1/instances", "Make an instance; it pairs at once", takes: .body(optional: NewInstance.shape),
            gives: .created(InstanceResource.shape, location: { "/v1/instances/\($0.id)" }), fails: [.limitReached], auth: .key(.manage)
        ) { [instances] call, body in
            InstanceResource(try await instances.create(named: body?.name, as: call.caller))
        }.named("createInstance", "As many as the plan allows (`max_instances`).")
    }

    private var listInstances: Route {
        Route(
            .get, "/v1/instances", "List instances, newest first", takes: PageLimit.input, PageLimit.cursor(of: Instance.self),
            gives: .ok(Page<InstanceResource, Instance>.shape(of: InstanceResource.shape)), auth: .key(.read)
        ) { [instances] call, limit, cursor in
            let (page, next) = try await instances.list(limit: limit, after: cursor, as: call.caller)
            return Page(data: page.map { InstanceResource($0) }, next: next)
        }
    }

    private var getInstance: Route {
        Route(
            .get, "/v1/instances/{id}", "Get an instance", takes: .path("id", .identifier()), gives: .ok(InstanceResource.shape),
            fails: [.notFound], auth: .key(.read)
        ) { [instances] call, id in
            InstanceResource(try await instances.instance(id, as: call.caller))
        }
    }

    private var updateInstance: Route {
        Route(
            .patch, "/v1/instances/{id}", "Name an instance, make it the default, or set its webhook", takes: .path("id", .identifier()),
            .body(InstancePatch.shape, example: InstancePatch.example), gives: .ok(InstanceResource.shape),
            fails: [.notFound, .verificationFailed, .limitReached], auth: .key(.manage)
        ) { [instances, webhooks] call, id, body in
            let update = InstanceUpdate(
                name: body.name, isDefault: body.isDefault, webhook: body.webhook, webhookDialect: .native)
            let (instance, secret) = try await instances.update(id, update, through: webhooks, as: call.caller)
            return InstanceResource(instance, webhookSecret: secret)
        }
    }

    private var deleteInstance: Route {
        Route(
            .delete, "/v1/instances/{id}", "Unlink an instance and forget everything about it", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            try await instances.remove(id, as: call.caller)
        }
    }

    private var getHealth: Route {
        Route(
            .get, "/v1/instances/{id}/health", "How an instance fares, and what would do it good", takes: .path("id", .identifier()),
            gives: .ok(HealthResource.shape), fails: [.notFound], auth: .key(.read)
        ) { [instances, messaging] call, id in
            HealthResource(try await instances.health(of: id, through: messaging, as: call.caller))
        }
    }

    private var followInstance: Route {
        Route(
            .get, "/v1/instances/{id}/events", "Follow an instance: qr, pairing_code, connected, disconnected, error",
            takes: .path("id", .identifier()), gives: .events("What shows now, then every change"), fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            let changes = try await instances.changes(of: id, as: call.caller)
            return EventStream { writer in
                for await change in changes {
                    try await writer.send(Self.event(for: change))
                }
            }
        }
    }

    private static func event(for change: InstanceChange) -> ServerSentEvent {
        switch change {
        case .qr(let code): ServerSentEvent(name: "qr", CodeResource.shape, CodeResource(code))
        case .pairingCode(let code): ServerSentEvent(name: "pairing_code", CodeResource.shape, CodeResource(code))
        case .connected(let number):
            ServerSentEvent(name: "connected", data: JSON.object([JSON.Member("number", .optional(number?.description))]).bytes)
        case .disconnected(let reason):
            ServerSentEvent(name: "disconnected", data: JSON.object([JSON.Member("reason", .optional(reason?.rawValue))]).bytes)
        case .error(let status, let reason):
            ServerSentEvent(
                name: "error",
                data: JSON.object([
                    JSON.Member("status", .string(status.rawValue)), JSON.Member("reason", .optional(reason?.rawValue)),
                ]).bytes)
        }
    }
}
