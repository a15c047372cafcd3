import TestSupport
import Testing

/// What the documentation of FlowIQ prints, and what the decisions add, word for word.
@Suite(.serialized, .herald) struct ExchangeTests {
    @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
        try await exchange.play()
    }
}
