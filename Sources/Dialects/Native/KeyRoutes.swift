import API
import Auth
import Contracts
import Core
import HTTP
import Instances

extension Native {
    var keyRoutes: [Route] { [createKey, listKeys, getKey, updateKey, revokeKey, rotateKey] }

    private var createKey: Route {
        Route(
            .post, "/v1/keys", "Make a key", takes: .body(NewKeyRequest.shape, example: NewKeyRequest.example),
            gives: .created(KeyResource.shape, location: { "/v1/keys/\($0.id)" }), fails: [.notFound, .limitReached], auth: .key(.manage)
        ) { [auth] call, body in
            let caller = call.caller
            let key = NewKey(
                name: body.name, environment: body.environment ?? caller.environment, scopes: body.scopes ?? caller.scopes,
                instance: body.instance ?? caller.instance, expires: body.expiresAt)
            if let instance = body.instance { try await requireInstance(instance, as: caller) }
            try Self.require(caller, covers: key.scopes, in: key.environment, tiedTo: key.instance)
            let (facts, text) = try await auth.issue(key, for: caller.tenant)
            return KeyResource(facts, key: text)
        }.named("createKey", "As many as the plan allows (`max_keys`).")
    }

    private var listKeys: Route {
        Route(
            .get, "/v1/keys", "List keys, newest first", takes: PageLimit.input, PageLimit.cursor(of: Key.self),
            gives: .ok(Page<KeyResource, Key>.shape(of: KeyResource.shape)), auth: .key(.manage)
        ) { [auth] call, limit, cursor in
            let (keys, next) = try await auth.list(of: call.caller.tenant, after: cursor, limit: limit)
            return Page(data: keys.map { KeyResource($0) }, next: next)
        }
    }

    private var getKey: Route {
        Route(
            .get, "/v1/keys/{id}", "Get a key's facts; the key itself is never shown again", takes: .path("id", .identifier()),
            gives: .ok(KeyResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [auth] call, id in
            KeyResource(try await auth.key(id, of: call.caller.tenant))
        }
    }

    private var updateKey: Route {
        Route(
            .patch, "/v1/keys/{id}", "Change what a key is called, may do or reaches", takes: .path("id", .identifier()),
            .body(KeyUpdate.shape, example: KeyUpdate.example), gives: .ok(KeyResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [auth] call, id, body in
            let caller = call.caller
            let old = try await reachableKey(id, by: caller)
            if case .set(let instance) = body.instance { try await requireInstance(instance, as: caller) }
            try Self.require(caller, covers: body.scopes ?? old.scopes, in: old.environment, tiedTo: body.instance.applied(to: old.instance))
            let change = KeyChange(name: body.name, scopes: body.scopes, instance: body.instance, expires: body.expiresAt)
            return KeyResource(try await auth.update(id, change, of: caller.tenant))
        }
    }

    private var revokeKey: Route {
        Route(
            .delete, "/v1/keys/{id}", "Revoke a key: it admits nobody any more, within a second anywhere", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound], auth: .key(.manage)
        ) { [auth] call, id in
            _ = try await reachableKey(id, by: call.caller)
            try await auth.revoke(id, of: call.caller.tenant)
        }
    }

    private var rotateKey: Route {
        Route(
            .post, "/v1/keys/{id}/rotate", "Give a key a new text; the old one goes on to work for a while", takes: .path("id", .identifier()),
            .body(optional: RotationRequest.shape, example: RotationRequest.example), gives: .ok(KeyResource.shape), fails: [.notFound],
            auth: .key(.manage)
        ) { [auth] call, id, body in
            _ = try await reachableKey(id, by: call.caller)
            let overlap = body?.overlap.map { Duration.seconds($0) } ?? Auth.overlap
            let (facts, text) = try await auth.rotate(id, overlap: overlap, of: call.caller.tenant)
            return KeyResource(facts, key: text)
        }
    }

    /// A key that the caller could have made himself: whoever shows anew, widens or ends a stronger one would gain by it.
    private func reachableKey(_ id: KeyID, by caller: Caller) async throws -> KeyFacts {
        let facts = try await auth.key(id, of: caller.tenant)
        try Self.require(caller, covers: facts.scopes, in: facts.environment, tiedTo: facts.instance)
        return facts
    }

    /// Auth keeps a pin as a plain value: whose instance it is has to be known before.
    private func requireInstance(_ id: InstanceID, as caller: Caller) async throws {
        _ = try await instances.instance(id, as: caller)
    }

    private static func require(
        _ caller: Caller, covers scopes: Scopes, in environment: KeyEnvironment, tiedTo instance: InstanceID?
    ) throws(Problem) {
        guard caller.covers(scopes, in: environment, tiedTo: instance) else { throw .forbidden(.scope) }
    }
}
