import Contracts
import Idempotency
import Testing

@Suite struct `A request's own name` {
    @Test(arguments: ["a", String(repeating: "k", count: 255), "8e03978e-40d5-43e8-bc93-6894a57f9324", "a b~!\"x", "\"", "\"\""])
    func `is 1 to 255 characters of printable ASCII`(_ text: String) throws {
        #expect(try IdempotencyKey([text]).text == text)
    }

    @Test func `as a string of structured fields is the same as without the quotes`() throws {
        #expect(try IdempotencyKey(["\"order 7\""]) == IdempotencyKey(["order 7"]))
    }

    @Test(arguments: [[], [""], [String(repeating: "k", count: 256)], ["é"], ["\u{7F}"], ["a\tb"], ["one", "two"], ["same", "same"]])
    func `is nothing else`(_ values: [String]) {
        #expect(throws: Problem.invalid([Violation("#Idempotency-Key", "must be given once, and be 1 to 255 characters of printable ASCII")])) {
            try IdempotencyKey(values)
        }
    }
}
