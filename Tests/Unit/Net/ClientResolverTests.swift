import Core
import Glibc
import Testing

@testable import Net

@Suite struct ClientResolverTests {
    @Test func `the machine's own name resolves to loopback with the port asked for`() async throws {
        let addresses = try await Resolver().resolve("localhost", port: 4242, deadline: .seconds(10))
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 4242 })
    }

    @Test(arguments: ["", "a\0b", String(repeating: "a", count: 254)])
    func `what cannot be a name is not looked up`(name: String) async {
        await #expect(throws: ResolverError.unknownName) { try await Resolver().resolve(name, port: 1, deadline: .seconds(10)) }
    }

    @Test func `a lookup that takes too long is given up at its deadline`() async throws {
        let gate = ThreadGate()
        let resolver = Resolver { _, _ in
            gate.pass()
            return .failure(.unknownName)
        }
        await #expect(throws: ResolverError.timedOut) { try await resolver.resolve("slow.test", port: 1, deadline: .milliseconds(20)) }
        gate.open()
    }

    @Test func `a lookup that nobody waits for any more is never made`() async throws {
        let gate = ThreadGate()
        let asked = Lock<[String]>([])
        let resolver = Resolver { host, _ in
            asked.withLock { $0.append(host) }
            if host == "slow.test" { gate.pass() }
            return .failure(.unknownName)
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Resolver.threads { group.addTask { _ = try? await resolver.resolve("slow.test", port: 1, deadline: .seconds(30)) } }
            while asked.withLock({ $0.count }) < Resolver.threads { await Task.yield() }
            await #expect(throws: ResolverError.timedOut) { try await resolver.resolve("late.test", port: 1, deadline: .milliseconds(1)) }
            gate.open()
        }
        await #expect(throws: ResolverError.unknownName) { try await resolver.resolve("next.test", port: 1, deadline: .seconds(30)) }
        #expect(!asked.withLock { $0 }.contains("late.test"))
    }

    @Test func `when too many names wait, the next is refused at once`() async throws {
        let gate = ThreadGate()
        let resolver = Resolver { _, _ in
            gate.pass()
            return .failure(.unknownName)
        }
        let outcomes = await withTaskGroup(of: ResolverError?.self) { group in
            for _ in 0..<Resolver.queueLimit + Resolver.threads + 40 {
                group.addTask {
                    do throws(ResolverError) {
                        _ = try await resolver.resolve("slow.test", port: 1, deadline: .seconds(60))
                        return nil
                    } catch { return error }
                }
            }
            // The first to be answered are those that were refused: nobody else is while the gate is shut.
            let first = await group.next()
            gate.open()
            return await group.reduce(into: [first ?? nil]) { $0.append($1) }
        }
        #expect(outcomes.first == .overloaded)
        #expect(outcomes.filter { $0 == .overloaded }.count >= 40)
    }
}

/// Holds threads until it is opened.
private final class ThreadGate: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t> = .allocate(capacity: 1)
    init() { sem_init(semaphore, 0, 0) }
    func pass() {
        sem_wait(semaphore)
        sem_post(semaphore)
    }
    func open() { sem_post(semaphore) }
}
