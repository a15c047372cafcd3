import Net

@testable import HTTP

/// A client that speaks TLS over a `RawClient`. Used by one test task.
final class TLSTestClient: @unchecked Sendable {
    private let raw: RawClient
    private let session: TLSSession
    private var consumed = 0
    private(set) var received: [UInt8] = []

    /// The server ended the connection in the middle of what it had to say.
    struct CutOff: Error {}

    private init(raw: RawClient, session: TLSSession) {
        self.raw = raw
        self.session = session
    }

    static func connect(to port: Int, trusting authority: [UInt8], on loop: EventLoop) async throws -> TLSTestClient {
        let session = TLSSession(connectingTo: "localhost", context: try .client(extraAuthorities: authority))
        let client = TLSTestClient(raw: try await RawClient.connect(to: port, on: loop), session: session)
        while try !client.session.handshake() {
            await client.push()
            try await client.pull()
        }
        await client.push()
        return client
    }

    func send(_ text: String) async throws {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { plain in
            // A broken session shows in the next read.
            try? session.write(plain)
        }
        await push()
    }

    /// Reads until the server says farewell; the answers.
    func untilEnded() async throws -> [ReceivedAnswer] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            switch try read(into: &buffer) {
            case .bytes(let count): received += buffer[..<count]
            case .starved: try await pull()
            case .ended:
                await raw.close()
                return ReceivedAnswer.parse(received)
            }
        }
    }

    private func read(into buffer: inout [UInt8]) throws -> TLSSession.ReadOutcome {
        try buffer.withUnsafeMutableBytes { try session.read(into: $0) }
    }

    private func push() async {
        var bytes: [UInt8] = []
        session.takeOutgoing(into: &bytes)
        await raw.send(bytes)
    }

    private func pull() async throws {
        let consumed = consumed
        try await raw.until { $0.received.count > consumed || $0.ending != nil }
        let bytes = raw.received
        // The connection is gone and TLS has not said farewell: waiting for more would never end.
        guard bytes.count > consumed else { throw CutOff() }
        bytes[consumed...].withUnsafeBytes { session.receive($0) }
        self.consumed = bytes.count
    }
}
