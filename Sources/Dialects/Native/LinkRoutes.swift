import API
import Contracts
import Core
import HTTP
import Instances

/// Linking a phone, and letting it go.
extension Native {
    var linkRoutes: [Route] {
        [connectInstance, disconnectInstance, logOutInstance, makePairingCode, getPasskeyOptions, answerPasskey]
    }

    private var connectInstance: Route {
        Route(
            .post, "/v1/instances/{id}/connect", "Connect an instance again, or pair anew where no phone is linked",
            takes: .path("id", .identifier()), gives: .ok(InstanceResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            InstanceResource(try await instances.connect(id, as: call.caller))
        }
    }

    private var disconnectInstance: Route {
        Route(
            .post, "/v1/instances/{id}/disconnect", "Close an instance's connection and keep its link", takes: .path("id", .identifier()),
            gives: .ok(InstanceResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            InstanceResource(try await instances.disconnect(id, as: call.caller))
        }
    }

    private var logOutInstance: Route {
        Route(
            .post, "/v1/instances/{id}/logout", "Unlink an instance; to connect again it needs a new code", takes: .path("id", .identifier()),
            gives: .ok(InstanceResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [instances] call, id in
            InstanceResource(try await instances.logOut(id, as: call.caller))
        }
    }

    private var makePairingCode: Route {
        Route(
            .post, "/v1/instances/{id}/pairing-code", "Link by a code of eight characters, typed on the phone of that number",
            takes: .path("id", .identifier()), .body(PairingCodeRequest.shape, example: PairingCodeRequest.example),
            gives: .ok(CodeResource.shape), fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [instances] call, id, body in
            CodeResource(try await instances.pairingCode(for: body.number, of: id, as: call.caller))
        }
    }

    private var getPasskeyOptions: Route {
        Route(
            .get, "/v1/instances/{id}/passkey", "What a browser's navigator.credentials.get() is to be asked, while the phone wants a passkey",
            takes: .path("id", .identifier()), gives: .ok(.any), fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [instances] call, id in
            try await instances.passkeyOptions(of: id, as: call.caller)
        }
    }

    private var answerPasskey: Route {
        Route(
            .post, "/v1/instances/{id}/passkey", "Hand over what the browser answered", takes: .path("id", .identifier()), .body(.object),
            gives: .noContent, fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [instances] call, id, body in
            try await instances.answerPasskey(body, of: id, as: call.caller)
        }
    }
}

extension Shape where Value == JSON {
    /// Any JSON object.
    fileprivate static var object: Shape {
        // Spelled out, since a bare nil would be JSON's null.
        Shape.any.map(or: "must be an object", to: { $0.object == nil ? Optional<JSON>.none : $0 }, from: { $0 })
    }
}
