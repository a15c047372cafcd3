package import Testing

/// One Herald for all tests of a suite, as `Harness.shared`: they keep apart by being different tenants.
package struct SharedHerald: SuiteTrait, TestScoping {
    /// How many live at a time: each has connections of its own, and PostgreSQL lets in two hundred.
    private static let turnstile = Turnstile(places: 8)

    @concurrent
    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        await Self.turnstile.enter()
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await Harness.with { harness in
                    try await Harness.$shared.withValue(harness) { try await function() }
                })
        } catch {
            result = .failure(error)
        }
        await Self.turnstile.leave()
        try result.get()
    }
}

extension Trait where Self == SharedHerald {
    /// Gives the suite a Herald.
    package static var herald: SharedHerald { SharedHerald() }
}

extension Harness {
    /// The Herald of the suite; nil in a suite without the trait `herald`.
    @TaskLocal package static var shared: Harness?
}
