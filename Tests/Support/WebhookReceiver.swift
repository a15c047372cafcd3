package import Core
import Crypto
import HTTP
import Net

/// A customer's server: takes what is posted to it, and answers as it is told.
package final class WebhookReceiver: Sendable {
    /// One request that came.
    package struct Received: Sendable {
        /// The headers of Standard Webhooks.
        package let id, timestamp, signature: String
        /// The content as it came.
        package let body: [UInt8]
        /// The content as JSON; null when it is not.
        package var json: JSON { (try? JSONParser.parse(body)) ?? .null }

        /// Whether the signature is that of the shown secret, reckoned as Standard Webhooks says and not with what signed it.
        package func isSigned(with secret: String) -> Bool {
            guard secret.hasPrefix("whsec_"), let key = Base64.standard.decode(String(secret.dropFirst("whsec_".count))) else { return false }
            return signature == "v1," + Base64.standard.encode(Signature.hmacSHA256(key: key, Array("\(id).\(timestamp).".utf8) + body))
        }
    }

    private final class Responder: HTTPResponder {
        let received: Lock<[Received]> = Lock([])
        /// What the next requests are answered; 200 when there is nothing left.
        let statuses: Lock<[Int]> = Lock([])
        /// Those who are not answered yet, while nobody is.
        let held: Lock<[CheckedContinuation<Void, Never>]?> = Lock(nil)

        func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? { nil }

        func respond(to request: HTTPRequest) async -> HTTPResponse {
            guard let body = try? await request.body.collect(upTo: 1 << 20) else { return HTTPResponse(status: 400) }
            received.withLock {
                $0.append(
                    Received(
                        id: request.fields["webhook-id"] ?? "", timestamp: request.fields["webhook-timestamp"] ?? "",
                        signature: request.fields["webhook-signature"] ?? "", body: body))
            }
            await withCheckedContinuation { continuation in
                let isHeld = held.withLock { held in
                    held?.append(continuation)
                    return held != nil
                }
                if !isHeld { continuation.resume() }
            }
            let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
            // What the documentation's receiver says.
            return HTTPResponse(status: status, body: status == 204 ? .none : .bytes(Array(#"{"status":"received"}"#.utf8)))
        }

        func refuse(_ refusal: HTTPRefusal) -> HTTPResponse { HTTPResponse(status: refusal.status) }
    }

    private let responder = Responder()
    private let server: HTTPServer

    private init() throws {
        guard let address = SocketAddress(ip: "127.0.0.1", port: 0) else { preconditionFailure("no loopback") }
        server = HTTPServer(name: "receiver", address: address, loops: TestClient.loop, responder: responder, runtime: .testing())
    }

    /// Runs `body` with a receiver that is gone afterwards.
    package static func with(_ body: (WebhookReceiver) async throws -> Void) async throws {
        let receiver = try WebhookReceiver()
        try await receiver.server.start()
        do {
            try await body(receiver)
        } catch {
            receiver.release()
            await receiver.server.stop()
            throw error
        }
        receiver.release()
        await receiver.server.stop()
    }

    /// Where to post.
    package var url: String { "http://127.0.0.1:\(server.port)/hook" }

    /// Everything that came so far, in its order.
    package var received: [Received] { responder.received.withLock { $0 } }

    /// The next requests are answered with these statuses, those after them with 200.
    package func answer(_ statuses: [Int]) { responder.statuses.withLock { $0 = statuses } }

    /// Nobody who comes from now on is answered.
    package func hold() { responder.held.withLock { $0 = [] } }

    /// Everybody is answered, those who wait too.
    package func release() {
        for waiting in responder.held.withLock({ $0.take() }) ?? [] {
            waiting.resume()
        }
    }

    /// The first request whose JSON fits, as soon as it has come.
    package func first(_ fact: String, where fits: (JSON) -> Bool) async throws -> Received {
        try await eventually(fact) { self.received.contains { fits($0.json) } }
        guard let found = received.first(where: { fits($0.json) }) else { throw NeverHappened(description: fact) }
        return found
    }
}
