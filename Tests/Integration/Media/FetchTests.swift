import Contracts
import Core
import HTTP
import Media
import Net
import TestSupport
import Testing

extension MediaTests {
    @Suite struct FetchTests {
        @Test(arguments: [
            ("image.jpg", MediaKind.image, "image/jpeg"), ("image.png", .image, "image/png"), ("file.pdf", .document, "application/pdf"),
            ("video.mp4", .video, "video/mp4"), ("audio.mp3", .audio, "audio/mpeg"), ("voice.ogg", .voice, "audio/ogg; codecs=opus"),
            ("redirects/3/image.jpg", .image, "image/jpeg"),
        ])
        func `a file is fetched and kept`(path: String, kind: MediaKind, mimeType: String) async throws {
            let stage = try await Stage()
            try await FileServer.with { files in
                let url = files.url + "/" + path
                let file = try await stage.media.fetch(url, as: kind, at: "/url", as: stage.caller)
                #expect(file.mimeType == mimeType)
                #expect(file.source == url)
                #expect(try await stage.bytes(of: file).count == file.bytes)
                #expect(try await stage.media.item(file.id, as: stage.caller).fileName == path.split(separator: "/").last.map(String.init))
            }
        }

        @Test(
            .tags(.FS2_59),
            arguments: [
                ("none.jpg", "cannot be fetched: the server answered with a status 4xx"), ("empty.jpg", "must not be empty"),
                ("lie.jpg", "must be a JPEG, PNG, WebP or GIF image"), ("image.svg", "must be a JPEG, PNG, WebP or GIF image"),
                ("file.pdf", "must be a JPEG, PNG, WebP or GIF image; its bytes say application/pdf"),
                ("redirects/4/image.jpg", "cannot be fetched: the server redirects more than 3 times"),
                ("large/16777217", "must be at most 16 MB, the limit for images"),
            ])
        func `what is no picture of the right size is refused, and says why`(path: String, rule: String) async throws {
            let stage = try await Stage()
            try await FileServer.with { files in
                let told = await Stage.violations { try await stage.media.fetch(files.url + "/" + path, as: .image, at: "/url", as: stage.caller) }
                #expect(told == [Violation("/url", rule)])
            }
            #expect(try await stage.count("media.file", where: "state <> 'leaving'") == 0)
        }

        @Test(arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "cannot be fetched: the server sends it compressed only"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nGIF89a", "cannot be fetched: the server broke the connection off"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n", "must be at most 16 MB, the limit for images"),
            ("GIF89a", "cannot be fetched: the server's answer is not HTTP"),
            (
                "HTTP/1.1 302 Go\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
                "cannot be fetched: the server redirects to what is no URL"
            ),
        ])
        func `a server that lies is not believed`(answer: String, rule: String) async throws {
            let stage = try await Stage()
            let server = try RawServer { peer, _ in
                _ = peer.request()
                peer.send(answer + "\r\n\r\n")
            }
            let told = await Stage.violations {
                try await stage.media.fetch("http://127.0.0.1:\(server.port)/secret", as: .image, at: "/url", as: stage.caller)
            }
            #expect(told == [Violation("/url", rule)])
        }
    }
}
