import API
import Contracts
import Core
import HTTP
import Instances
import Webhooks

extension MsgFlash {
    /// How many instances the list holds: the document knows no pages. What is beyond is reached by its id, and through the native API's pages.
    static let listLimit = 1000

    var instanceRoutes: [Route] { [listInstances, getInstance, getState, getHealth] }

    private var listInstances: Route {
        Route(
            .get, "/api/v1/instances", "List the account's instances",
            gives: .ok(
                DataBody.shape(of: .list(of: InstanceResource.listed, max: Self.listLimit)), example: DataBody([InstanceResource.example])),
            auth: .key(.read)
        ) { [self] call in
            try Team.refuse(call.request)
            let instances = try await all(as: call.caller)
            let webhooks = try await webhooks.urls(of: instances.map(\.id), of: call.caller.tenant)
            return DataBody(instances.map { InstanceResource($0, webhook: webhooks[$0.id]) })
        }.named("listInstances", "The newest \(Self.listLimit), newest first. Their `id` is what other endpoints take as `instanceId`.")
    }

    private var getInstance: Route {
        Route(
            .get, "/api/v1/instances/{id}", "Get an instance", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: InstanceResource.alone), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [instances] call, id in
            try Team.refuse(call.request)
            return DataBody(InstanceResource(try await instances.instance(id, as: call.caller)))
        }.named("getInstance")
    }

    private var getState: Route {
        Route(
            .get, "/api/v1/instances/{id}/state", "Get the live state of an instance", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: InstanceState.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [instances] call, id in
            try Team.refuse(call.request)
            let provider = try await instances.providerState(of: id, as: call.caller)
            let instance = try await instances.instance(id, as: call.caller)
            return DataBody(InstanceState(id: id, status: Values.status(instance.status), provider: provider))
        }.named("getInstanceState")
    }

    private var getHealth: Route {
        Route(
            .get, "/api/v1/instances/{id}/health", "Get the warm-up and sending health of an instance", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: HealthReport.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [instances, figures] call, id in
            try Team.refuse(call.request)
            return DataBody(HealthReport(try await instances.health(of: id, through: figures, as: call.caller)))
        }.named("getInstanceHealth", "Advice only: nothing is ever held back because of it.")
    }

    private func all(as caller: Caller) async throws -> [InstanceDetails] {
        var found: [InstanceDetails] = []
        var cursor: InstanceID?
        repeat {
            let limit = min(Instances.pageLimits.upperBound, Self.listLimit - found.count)
            let page = try await instances.list(limit: limit, after: cursor, as: caller)
            found += page.instances
            cursor = page.next
        } while cursor != nil && found.count < Self.listLimit
        return found
    }
}
