import Core
import Testing

/// Sends the same request again and again, many at a time, until one is refused for its pace; answers that refusal and one that passed.
package func overPace(_ send: @escaping @Sendable () async throws -> TestAnswer) async throws -> (passed: TestAnswer?, refused: TestAnswer) {
    let found = Lock<(passed: TestAnswer?, refused: TestAnswer?)>((nil, nil))
    try await eventually("one request too many is refused") {
        try await withThrowingTaskGroup(of: TestAnswer.self) { group in
            for _ in 0..<16 { group.addTask { try await send() } }
            for try await answer in group {
                found.withLock { if answer.status == 429 { $0.refused = answer } else { $0.passed = answer } }
            }
        }
        return found.withLock { $0.refused != nil }
    }
    let both = found.withLock { $0 }
    return (both.passed, try #require(both.refused))
}

extension TestAnswer {
    /// Whether it tells ten requests a second, so many messages a day, and what is left of both, as decisions' "Plans" has it.
    package func tellsLimits(messagesPerDay: Int, left: Int? = nil) -> Bool {
        guard header("RateLimit-Policy") == #""requests";q=10;w=1, "messages";q=\#(messagesPerDay);w=86400"#,
            let remainder = header("RateLimit"),
            let match = remainder.wholeMatch(of: /"requests";r=(\d+);t=1, "messages";r=(\d+);t=(\d+)/),
            let requests = Int(match.1), let messages = Int(match.2), let seconds = Int(match.3)
        else { return false }
        return (0...9).contains(requests) && (left.map { $0 == messages } ?? (0...messagesPerDay).contains(messages))
            && (1...86_400).contains(seconds)
    }
}
