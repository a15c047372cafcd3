import Core
import Database
import TestSupport
import Testing

/// Bells within the process and across processes.
@Suite(.timeLimit(.minutes(5))) struct DoorbellTests {
    private static let topic = Topic("test.due")

    @Test func `a bell rings at once in its own process, connected or not`() async throws {
        let doorbell = Doorbell(ConnectionSettings("host=/nowhere"), runtime: .testing())
        var rings = doorbell.rings(Self.topic).makeAsyncIterator()
        doorbell.ring(Self.topic)
        doorbell.ring(Self.topic)
        let ring: Void? = await rings.next()
        #expect(ring != nil)
    }

    @Test func `a bell rings in another process, and only that topic`() async throws {
        try await TestDatabase.with { test async throws in
            let here = Doorbell(test.service, runtime: test.runtime)
            let there = Doorbell(test.service, runtime: test.runtime)
            let heard = there.rings(Self.topic)
            let other = there.rings(Topic("test.other"))
            try await here.start()
            try await there.start()
            var iterator = heard.makeAsyncIterator()
            // Once connected it rings by itself, since it may have missed something.
            _ = await iterator.next()
            var others = other.makeAsyncIterator()
            _ = await others.next()
            for _ in 0..<3 {
                here.ring(Self.topic)
                let ring: Void? = await iterator.next()
                #expect(ring != nil)
            }
            await here.stop()
            await there.stop()
            #expect(await others.next() == nil)
        }
    }

    @Test func `a bell that lost its connection finds it again and rings, since it may have missed something`() async throws {
        try await TestDatabase.with { test async throws in
            let doorbell = Doorbell(test.service, runtime: test.runtime)
            var rings = doorbell.rings(Self.topic).makeAsyncIterator()
            try await doorbell.start()
            _ = await rings.next()
            try await test.disconnectService()
            let ring: Void? = await rings.next()
            #expect(ring != nil)
            await doorbell.stop()
        }
    }
}
