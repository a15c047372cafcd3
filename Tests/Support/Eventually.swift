import Core
import Net
import Testing

/// What was waited for did not come.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String
}

/// How long a fact may take to become true before a test gives up on it.
private let patience: Duration = .seconds(20)
/// How often it is looked for.
private let interval: Duration = .milliseconds(10)

/// Returns as soon as the fact holds; fails the test when it does not within `limit`. For facts that nothing announces.
package func eventually(_ fact: String, within limit: Duration? = nil, _ holds: () async throws -> Bool) async throws {
    let clock = SystemClock()
    let deadline = clock.monotonic + (limit ?? patience)
    while try await !holds() {
        guard clock.monotonic < deadline else { throw NeverHappened(description: "never happened: \(fact)") }
        await withCheckedContinuation { continuation in
            _ = TestClient.loop.loops[0].schedule(after: interval) { continuation.resume() }
        }
    }
}
