import API
import Contracts
import Core
import HTTP
import Instances

/// How a code can be shown.
enum CodeFormat: String, CaseIterable, Sendable { case json }

extension Native {
    var codeRoutes: [Route] { [getCode] }

    private var getCode: Route {
        Route(
            .get, "/v1/instances/{id}/qr", "The code shown now", takes: .path("id", .identifier()),
            .query("format", Shape<CodeFormat>.choice(), default: .json, "How to show it: its text as JSON, a picture, or blocks for a terminal"),
            gives: .ok(CodeResource.shape), fails: [.notFound, .conflict],
            auth: .key(.manage)
        ) { [instances] call, id, _ in
            CodeResource(try await instances.pairing(of: id, as: call.caller))
        }
    }
}
