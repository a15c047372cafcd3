import Core
import Testing

@testable import Net

@Suite struct ListenerTests {
    @Test func `a port is shared by those who mean to, and refused to anybody else`() throws {
        let loop = EventLoop(name: "test")
        let first = try Listener(on: loop, address: .loopback(port: 0), pause: .seconds(1)) { descriptor, _ in Socket.close(descriptor) }
        let second = try Listener(on: loop, address: first.address, pause: .seconds(1)) { descriptor, _ in Socket.close(descriptor) }
        #expect(second.address == first.address)
        #expect(throws: SocketError.addressInUse(first.address)) { try Listener.checkFree(first.address) }
    }

    @Test func `a port is free again when its listener is gone`() throws {
        var listener: Listener? = try Listener(on: EventLoop(name: "test"), address: .loopback(port: 0), pause: .seconds(1)) { _, _ in }
        let address = try #require(listener?.address)
        listener = nil
        try Listener.checkFree(address)
    }

    @Test func `held, it accepts nobody; released, it accepts who has waited`() async throws {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let (accepted, accept) = AsyncStream<SocketAddress>.makeStream()
        let listener = try Listener(on: loop, address: .loopback(port: 0), pause: .seconds(1)) { descriptor, peer in
            accept.yield(peer)
            Socket.close(descriptor)
        }
        loop.execute {
            listener.start()
            listener.hold()
        }
        let client = try Socket.connect(to: listener.address)
        let local = try #require(Socket.local(of: client))
        loop.execute { listener.release() }
        #expect(await accepted.first { _ in true } == local)
        loop.execute { listener.stop() }
        Socket.close(client)
    }

    @Test func `stopping accepts those who are in the queue already`() async throws {
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let count = Lock(0)
        let listener = try Listener(on: loop, address: .loopback(port: 0), pause: .seconds(1)) { descriptor, _ in
            count.withLock { $0 += 1 }
            Socket.close(descriptor)
        }
        let clients = try (0..<3).map { _ in try Socket.connect(to: listener.address) }
        await withCheckedContinuation { done in
            loop.execute {
                listener.start()
                listener.stop()
                done.resume()
            }
        }
        #expect(count.withLock { $0 } == 3)
        for client in clients {
            Socket.close(client)
        }
    }

    @Test func `a connection that is refused says so`() async throws {
        var listener: Listener? = try Listener(on: EventLoop(name: "test"), address: .loopback(port: 0), pause: .seconds(1)) { _, _ in }
        let address = try #require(listener?.address)
        listener = nil
        let loop = EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let client = try Socket.connect(to: address)
        let failure = await withCheckedContinuation { done in
            loop.execute {
                let handler = OneShot(loop: loop, descriptor: client) { done.resume(returning: Socket.failure(of: client, to: address)) }
                loop.watch(client, for: .writable, handler)
            }
        }
        #expect(failure == .system(111))
        Socket.close(client)
    }
}

private final class OneShot: LoopHandler {
    let loop: EventLoop
    let descriptor: Int32
    let body: () -> Void

    init(loop: EventLoop, descriptor: Int32, body: @escaping () -> Void) {
        self.loop = loop
        self.descriptor = descriptor
        self.body = body
    }

    func ready(_ what: LoopInterest) {
        loop.unwatch(descriptor)
        body()
    }
}
