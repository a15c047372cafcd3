import Core
import Testing

@testable import HTTP

@Suite struct HTTPRequestBodyTests {
    @Test func `content that is there can be collected twice, and read once`() async throws {
        let body = HTTPRequestBody([1, 2, 3])
        #expect(try await body.collect(upTo: 3) == [1, 2, 3])
        #expect(try await body.collect(upTo: 3) == [1, 2, 3])
        #expect(try await body.next() == [1, 2, 3])
        #expect(try await body.next() == nil)
    }

    @Test func `content beyond the limit is refused`() async {
        await #expect(throws: HTTPBodyError.tooLarge(limit: 2)) { try await HTTPRequestBody([1, 2, 3]).collect(upTo: 2) }
    }

    @Test func `an announced length beyond the limit is refused before anything is asked for`() async {
        let isAsked = Lock(false)
        let stream = HTTPBodyStream(length: 10) { _ in isAsked.withLock { $0 = true } }
        await #expect(throws: HTTPBodyError.tooLarge(limit: 9)) { try await HTTPRequestBody(stream).collect(upTo: 9) }
        #expect(!isAsked.withLock { $0 })
    }

    @Test func `a reader that waits is woken by what comes`() async throws {
        let begun = Gate()
        let stream = HTTPBodyStream(length: nil) { if $0 == .begun { begun.open() } }
        let reader = Task { try await HTTPRequestBody(stream).collect(upTo: 10) }
        await begun.wait()
        _ = stream.push([1])
        _ = stream.push([2])
        stream.end(.success(()))
        #expect(try await reader.value == [1, 2])
    }

    @Test func `a reader that is cancelled does not wait any longer`() async {
        let begun = Gate()
        let stream = HTTPBodyStream(length: nil) { if $0 == .begun { begun.open() } }
        let reader = Task { try await HTTPRequestBody(stream).next() }
        await begun.wait()
        reader.cancel()
        await #expect(throws: HTTPBodyError.disconnected) { try await reader.value }
    }
}
