import TestSupport
import Testing

/// What the documentation of MsgFlash prints, word for word, and what is answered where it prints nothing.
@Suite(.serialized, .herald) struct ExchangeTests {
    @Test(arguments: Exchange.all()) func `the answer is the documented one`(exchange: Exchange) async throws {
        try await exchange.play()
    }
}
