import TestSupport
import Testing

extension NativeTests {
    /// What the native API answers, word for word.
    @Suite struct ExchangeTests {
        @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
            try await exchange.play()
        }
    }
}
