import Core
import HTTP
import Net

/// Somebody's server with files to fetch: under each name something whose first bytes are as its ending says, and redirections.
package final class FileServer: Sendable {
    private static let files: [(name: String, type: String, bytes: [UInt8])] = [
        ("image.jpg", "image/jpeg", jpeg), ("image.png", "image/png", png), ("image.gif", "image/gif", gif), ("file.pdf", "application/pdf", pdf),
        ("video.mp4", "video/mp4", video), ("audio.mp3", "audio/mpeg", audio), ("voice.ogg", "audio/ogg", voice),
        ("image.svg", "image/svg+xml", Array("<svg onload=alert(1)>".utf8)),
        ("page.html", "text/html", Array("<!DOCTYPE html><html></html>".utf8)), ("lie.jpg", "image/jpeg", Array("MZ not a picture".utf8)),
        ("empty.jpg", "image/jpeg", []),
    ]

    /// A picture of a kind whose bytes are plain ASCII, so that exchanges can hold it.
    package static let gif = Array("GIF89a\u{01}".utf8) + [0, 1, 0, 0, 0, 0, 0x3B]
    /// The first bytes of a JPEG, and its end.
    package static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10] + Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9]
    /// The first bytes of a PNG.
    package static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] + Array("IHDR".utf8) + Array(repeating: 0, count: 17)
    /// A PDF with nothing in it.
    package static let pdf = Array("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".utf8)
    /// The first boxes of an MP4.
    package static let video: [UInt8] =
        [0, 0, 0, 0x18] + Array("ftypisom".utf8) + [0, 0, 2, 0] + Array("isomiso2".utf8) + [0, 0, 0, 8] + Array("mdat".utf8)
    /// The first frame of an MP3.
    package static let audio: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 0] + [0xFF, 0xFB, 0x90, 0x64] + Array(repeating: 0, count: 413)
    /// The first page of an Ogg with Opus.
    package static let voice: [UInt8] =
        Array("OggS".utf8) + [0, 2] + Array(repeating: 0, count: 8) + [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 19] + Array("OpusHead".utf8)
        + [1, 1, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0]

    private final class Responder: HTTPResponder {
        let asked: Lock<[String]> = Lock([])

        func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? { nil }

        func respond(to request: HTTPRequest) async -> HTTPResponse {
            asked.withLock { $0.append(request.target) }
            let words = request.path.split(separator: "/").map(String.init)
            var fields = HTTPFields()
            switch (words.first, words.dropFirst().first) {
            // /redirect/image.jpg, and /redirects/3/image.jpg after so many.
            case ("redirect", let name?):
                fields.add("Location", "/" + name)
                return HTTPResponse(status: 302, fields: fields)
            case ("redirects", let count?):
                let name = words.last ?? ""
                fields.add("Location", Int(count).map { $0 > 1 ? "/redirects/\($0 - 1)/\(name)" : "/" + name } ?? "/")
                return HTTPResponse(status: 302, fields: fields)
            // /away?to=http://… sends elsewhere.
            case ("away", nil):
                fields.add("Location", request.query.map { String($0.dropFirst("to=".count)) } ?? "/")
                return HTTPResponse(status: 302, fields: fields)
            // /large/70000000 has so many bytes, a picture's first among them.
            case ("large", let size?):
                let size = Int(size) ?? 0
                fields.add("Content-Type", "image/jpeg")
                return HTTPResponse(
                    status: 200, fields: fields,
                    body: .stream { writer in
                        var left = size
                        while left > 0 {
                            let piece = FileServer.jpeg + [UInt8](repeating: 0, count: 65_536)
                            try await writer.write(Array(piece.prefix(left)))
                            left -= min(left, piece.count)
                        }
                    })
            default:
                guard let file = FileServer.files.first(where: { "/" + $0.name == request.path }) else { return HTTPResponse(status: 404) }
                fields.add("Content-Type", file.type)
                return HTTPResponse(status: 200, fields: fields, body: .bytes(file.bytes))
            }
        }

        func refuse(_ refusal: HTTPRefusal) -> HTTPResponse { HTTPResponse(status: refusal.status) }
    }

    private let responder = Responder()
    private let server: HTTPServer

    private init() throws {
        guard let address = SocketAddress(ip: "127.0.0.1", port: 0) else { preconditionFailure("no loopback") }
        server = HTTPServer(name: "files", address: address, loops: TestClient.loop, responder: responder, runtime: .testing())
    }

    /// Runs `body` with a server that is gone afterwards.
    package static func with(_ body: (FileServer) async throws -> Void) async throws {
        let files = try FileServer()
        try await files.server.start()
        do {
            try await body(files)
        } catch {
            await files.server.stop()
            throw error
        }
        await files.server.stop()
    }

    /// What a name stands behind: `http://127.0.0.1:port`, without a slash at the end.
    package var url: String { "http://127.0.0.1:\(server.port)" }

    /// Everything that was asked for so far, in its order.
    package var asked: [String] { responder.asked.withLock { $0 } }
}
