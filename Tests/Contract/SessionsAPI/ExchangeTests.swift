import TestSupport
import Testing

extension SessionsAPITests {
    /// What the documentation of the sessions API prints, word for word.
    @Suite struct ExchangeTests {
        @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
            try await exchange.play()
        }
    }
}
