import Core
import Foundation
import Net
import Testing

@testable import HTTP

@Suite struct HTTPServerStreamTests {
    @Test func `what is written arrives as it is written, and the connection goes on afterwards`() async throws {
        let gate = Gate()
        try await TestServer.with(respond: { request in
            guard request.path == "/stream" else { return .text("after") }
            return HTTPResponse(
                status: 200,
                body: .stream { writer in
                    try await writer.write(Array("first".utf8))
                    await gate.wait()
                    try await writer.write([])
                    try await writer.write(Array("second".utf8))
                })
        }) { server in
            let client = try await server.client()
            await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.until(contains: "5\r\nfirst\r\n")
            gate.open()
            let answers = try await client.untilAnswers(2)
            #expect(answers.map(\.body) == ["firstsecond", "after"])
        }
    }

    @Test func `HTTP/1.0 gets the stream without chunks, ended by the end of the connection`() async throws {
        try await TestServer.with(respond: { _ in
            HTTPResponse(status: 200, body: .stream { writer in try await writer.write(Array("all".utf8)) })
        }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(text.hasSuffix("\r\n\r\nall"))
            #expect(!text.contains("Transfer-Encoding"))
            #expect(text.contains("Connection: close\r\n"))
        }
    }

    @Test func `a stream of a known length is sent with it, and HEAD tells it without running the stream`() async throws {
        let runs = Lock(0)
        try await TestServer.with(respond: { _ in
            HTTPResponse(
                status: 200,
                body: .sized(
                    10,
                    { writer in
                        runs.withLock { $0 += 1 }
                        try await writer.write(Array("01234".utf8))
                        try await writer.write(Array("56789".utf8))
                    }))
        }) { server in
            let client = try await server.client()
            await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(text.components(separatedBy: "Content-Length: 10\r\n").count == 3)
            #expect(text.hasSuffix("\r\n\r\n0123456789"))
            #expect(!text.contains("Transfer-Encoding"))
            #expect(runs.withLock { $0 } == 1)
        }
    }

    /// A client that was promised more sees that it is not all; one that gets more would take it for the next answer.
    @Test(arguments: ["/less", "/more"]) func `a stream that does not keep its length breaks off`(path: String) async throws {
        try await TestServer.with(respond: { request in
            HTTPResponse(
                status: 200,
                body: .sized(
                    5,
                    { writer in
                        try await writer.write(Array("abc".utf8))
                        if request.path == "/more" { try await writer.write(Array("defghi".utf8)) }
                    }))
        }) { server in
            let client = try await server.client()
            await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\nGET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(!text.contains("def"))
            #expect(text.components(separatedBy: "HTTP/1.1").count <= 2)
        }
    }

    @Test func `HEAD of a stream runs no stream`() async throws {
        let ran = Lock(false)
        try await TestServer.with(respond: { _ in
            HTTPResponse(status: 200, body: .stream { _ in ran.withLock { $0 = true } })
        }) { server in
            let client = try await server.client()
            await client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            _ = try await client.untilClosed()
            #expect(!ran.withLock { $0 })
        }
    }

    @Test func `a writer waits for a reader who is slow, and learns that the reader has gone`() async throws {
        let written = Lock(0)
        let ended = Gate()
        try await TestServer.with(respond: { request in
            // What the quick reader takes is no concern of the bound: on a busy machine that is any amount.
            let isSlow = request.path == "/slow"
            return HTTPResponse(
                status: 200,
                body: .stream { writer in
                    defer { if isSlow { ended.open() } }
                    while true {
                        try await writer.write([UInt8](repeating: 97, count: 10_000))
                        if isSlow { written.withLock { $0 += 10_000 } }
                    }
                })
        }) { server in
            let client = try await server.client()
            await client.stopReading()
            await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            let other = try await server.client()
            // The loop is not kept busy by a writer that has no room.
            await other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await other.until { $0.received.count > 1_000_000 }
            await other.close()
            #expect(written.withLock { $0 } < 100_000_000)
            await client.close()
            await ended.wait()
        }
    }

    @Test func `a stream whose reader goes away is cancelled though it writes nothing`() async throws {
        let started = Gate()
        let cancelled = Gate()
        try await TestServer.with(respond: { _ in
            HTTPResponse(
                status: 200,
                body: .stream { writer in
                    try await writer.write(Array(": hello\n\n".utf8))
                    started.open()
                    await withTaskCancellationHandler {
                        await cancelled.wait()
                    } onCancel: {
                        cancelled.open()
                    }
                })
        }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            await client.close()
            await cancelled.wait()
        }
    }

    @Test func `a stream that fails does not look like one that ended`() async throws {
        struct Failure: Error {}
        try await TestServer.with(respond: { _ in
            HTTPResponse(
                status: 200,
                body: .stream { writer in
                    try await writer.write(Array("half".utf8))
                    throw Failure()
                })
        }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(!text.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `writes from tasks elsewhere arrive too`() async throws {
        try await TestServer.with(respond: { _ in
            HTTPResponse(
                status: 200,
                body: .stream { writer in
                    try await Task.detached { try await writer.write(Array("far".utf8)) }.value
                })
        }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.untilAnswers(1)[0].body == "far")
        }
    }
}
