import API
import Contracts
import Core
import HTTP
import Instances
import QR

/// How a code can be shown.
enum CodeFormat: String, CaseIterable, Sendable { case json, svg, png, text }

extension Native {
    /// The side of one module of a picture, in pixels: a code of version 10 is 260 pixels wide with its margin.
    private static let moduleSize = 4

    var codeRoutes: [Route] { [getCode] }

    private var getCode: Route {
        Route(
            .get, "/v1/instances/{id}/qr", "The code shown now", takes: .path("id", .identifier()),
            .query("format", Shape<CodeFormat>.choice(), default: .json, "How to show it: its text as JSON, a picture, or blocks for a terminal"),
            gives: .either(CodeResource.shape, or: "image/svg+xml", "image/png", "text/plain"), fails: [.notFound, .conflict],
            auth: .key(.manage)
        ) { [instances] call, id, format in
            try Self.answer(try await instances.pairing(of: id, as: call.caller), in: format)
        }
    }

    private static func answer(_ code: PairingCode, in format: CodeFormat) throws -> HTTPResponse {
        if format == .json { return .json(200, CodeResource.shape, CodeResource(code)) }
        let picture = try QRCode(code.text, correction: .medium)
        return switch format {
        case .json: .json(200, CodeResource.shape, CodeResource(code))
        case .svg: file("image/svg+xml", Array(picture.svg(moduleSize: moduleSize).utf8))
        case .png: file("image/png", picture.png(scale: moduleSize))
        case .text: file("text/plain; charset=utf-8", Array(picture.terminal.utf8))
        }
    }

    private static func file(_ mediaType: String, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": mediaType], body: .bytes(bytes))
    }
}
