import TestSupport
import Testing

/// What the documentation of FlareSend v2 prints, word for word.
@Suite(.serialized, .herald) struct ExchangeTests {
    @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
        try await exchange.play()
    }
}
