import TestSupport
import Testing

extension FlareSendV1Tests {
    /// What the documentation of FlareSend v1 prints, word for word.
    @Suite struct ExchangeTests {
        @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
            try await exchange.play()
        }
    }
}
