import API
import Auth
import Contracts
import Core
import HTTP
import Instances

extension SessionsAPI {
    var keyRoutes: [Route] { [createKey, listKeys, revokeKey] }

    private var createKey: Route {
        Route(
            .post, "/api/v1/keys", "Make an API key; it is shown this once",
            takes: .body(optional: NewKeyRequest.shape, example: NewKeyRequest.example),
            gives: .created(KeyResource.shape), fails: [.notFound, .limitReached], auth: .key(.manage)
        ) { [self] call, body in
            let caller = call.caller
            if let session = body?.session { _ = try await instances.instance(session, as: caller) }
            let key = NewKey(
                name: body?.name ?? NewKeyRequest.standardName, environment: body?.environment ?? caller.environment,
                scopes: body?.scopes ?? caller.scopes, instance: body?.session ?? caller.instance, expires: body?.expires)
            try Self.require(caller, covers: key.scopes, in: key.environment, tiedTo: key.instance)
            let made = try await auth.issue(key, for: caller.tenant)
            return KeyResource(made.facts, key: made.text)
        }.named(
            "createKey",
            """
            What is not asked for is that of the key that makes it; no key makes one that reaches further than itself. Over the plan's keys the \
            answer is 403, `MAX_API_KEYS_REACHED`.
            """)
    }

    private var listKeys: Route {
        Route(
            .get, "/api/v1/keys", "List API keys, newest first", takes: Values.limit, Values.cursor(of: Key.self), gives: .ok(KeyList.shape),
            auth: .key(.manage)
        ) { [auth] call, limit, cursor in
            let (keys, next) = try await auth.list(of: call.caller.tenant, after: cursor, limit: limit)
            return KeyList(keys: keys.map { KeyResource($0) }, next: next)
        }
    }

    private var revokeKey: Route {
        Route(
            .delete, "/api/v1/keys/{id}", "Revoke an API key", takes: Values.id(of: Key.self), gives: .noContent, fails: [.notFound],
            auth: .key(.manage)
        ) { [auth] call, id in
            let id = try id.found(.key)
            let key = try await auth.key(id, of: call.caller.tenant)
            try Self.require(call.caller, covers: key.scopes, in: key.environment, tiedTo: key.instance)
            try await auth.revoke(id, of: call.caller.tenant)
        }
    }

    /// Nobody makes or ends a key that reaches further than their own.
    private static func require(
        _ caller: Caller, covers scopes: Scopes, in environment: KeyEnvironment, tiedTo instance: InstanceID?
    ) throws(Problem) {
        guard caller.covers(scopes, in: environment, tiedTo: instance) else { throw .forbidden(.scope) }
    }
}
