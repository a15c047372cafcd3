import API
import Contracts
import Core
import HTTP
import Instances

/// `POST /v1/sandbox/instances/{id}/scan`
struct ScanRequest: Sendable {
    var number: PhoneNumber
    var passkey: Bool
    var code: String?

    static let shape = Shape.object(
        { ScanRequest(number: $0, passkey: $1, code: $2) },
        Field("number", \.number, .phoneNumber, "The phone that scans"),
        Field("passkey", \.passkey, .bool, default: false, "Whether it wants a passkey before it links"),
        Field("code", \.code, optional: .text(min: 1, max: 2048), "What the camera read; another code than the one shown now links nothing"))
}

/// `POST /v1/sandbox/instances/{id}/inbound`
struct InboundRequest: Sendable {
    var from: PhoneNumber
    var group: JID?
    var text: String?
    var message: JSON?

    static let shape = Shape.object(
        { InboundRequest(from: $0, group: $1, text: $2, message: $3) },
        Field("from", \.from, .phoneNumber, "Who writes"),
        Field("group", \.group, optional: SandboxGroupRequest.group, "The group they write in; to the instance itself where it is left out"),
        Field("text", \.text, optional: .text(min: 1, max: MessageContent.textLimit), "What they write"),
        Field("message", \.message, optional: .any, "Instead of `text`: a whole WhatsApp message object"))

    func inbound() throws(Problem) -> SandboxInbound {
        switch (text, message) {
        case (let text?, nil): return .text(text)
        case (nil, let message?):
            guard message.object != nil else { throw .invalid([Violation("/message", "must be an object")]) }
            return .raw(message)
        case (nil, nil), (_?, _?): throw .invalid([Violation("/text", "either text or message is required, not both")])
        }
    }
}

/// `POST /v1/sandbox/instances/{id}/disconnect`
struct DisconnectRequest: Sendable {
    enum Reason: String, CaseIterable, Sendable {
        case network
        case loggedOut = "logged_out"
        case silent
    }

    var reason: Reason
    static let shape = Shape.object(
        { DisconnectRequest(reason: $0) }, Field("reason", \.reason, .choice(), "`silent` leaves the line standing and lets nothing come over it"))
}

/// `POST /v1/sandbox/network`
struct NetworkRequest: Sendable {
    var acknowledge: Bool
    static let shape = Shape.object(
        { NetworkRequest(acknowledge: $0) }, Field("acknowledge", \.acknowledge, .bool, "false holds all acknowledgements until it is true again"))
}

extension Native {
    var sandboxRoutes: [Route] { [scan, receive, disconnect, setNetwork, gather, alterGroup, expel] }

    private var scan: Route {
        Route(
            .post, "/v1/sandbox/instances/{id}/scan", "As if that phone scanned the code shown now", takes: .path("id", .identifier()),
            .body(ScanRequest.shape), gives: .ok(InstanceResource.shape), fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [instances] call, id, body in
            if let code = body.code, try await instances.pairing(of: id, as: call.caller).text != code { throw Problem.conflict(.notPairing) }
            return InstanceResource(try await instances.scan(id, with: body.number, passkey: body.passkey, as: call.caller))
        }
    }

    private var receive: Route {
        Route(
            .post, "/v1/sandbox/instances/{id}/inbound", "As if somebody wrote to the instance", takes: .path("id", .identifier()),
            .body(InboundRequest.shape), gives: .noContent, fails: [.notFound, .conflict, .notReady], auth: .key(.manage)
        ) { [instances] call, id, body in
            try await instances.receive(body.inbound(), from: body.from, in: body.group, to: id, as: call.caller)
        }
    }

    private var disconnect: Route {
        Route(
            .post, "/v1/sandbox/instances/{id}/disconnect", "Cut the instance's line", takes: .path("id", .identifier()),
            .body(DisconnectRequest.shape), gives: .noContent, fails: [.notFound, .conflict, .notReady], auth: .key(.manage)
        ) { [instances] call, id, body in
            switch body.reason {
            case .network: try await instances.cut(id, because: .network, as: call.caller)
            case .loggedOut: try await instances.cut(id, because: .loggedOut, as: call.caller)
            case .silent: try await instances.silence(id, as: call.caller)
            }
        }
    }

    private var setNetwork: Route {
        Route(
            .post, "/v1/sandbox/network", "Hold all acknowledgements of the simulated network, or let them go", takes: .body(NetworkRequest.shape),
            gives: .noContent, auth: .operatorKey
        ) { [sandbox] _, body in
            await sandbox.setAcknowledging(body.acknowledge)
        }
    }
}
