import Testing

@testable import Idempotency

@Suite struct `An answer that is kept` {
    @Test(arguments: [
        StoredAnswer(status: 204, fields: [], content: []),
        StoredAnswer(status: 200, fields: [], content: Array("\r\n\r\n: x".utf8)),
        StoredAnswer(
            status: 201, fields: [.init("Content-Type", "application/json"), .init("Location", "/v1/a: b"), .init("X", ""), .init("X", "é")],
            content: [0, 255, 13, 10]),
    ])
    func `is read as it was written`(_ answer: StoredAnswer) throws {
        let bytes = try #require(answer.bytes)
        #expect(StoredAnswer(status: answer.status, bytes: bytes) == answer)
    }

    @Test func `is not read from what is none`() {
        for text in ["", "Content-Type", "Content-Type: x", "Content-Type: x\r\n", "x\r\n\r\n"] {
            #expect(StoredAnswer(status: 200, bytes: Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `has a largest size, and none that is written as it is made`() {
        let largest = StoredAnswer(status: 200, fields: [], content: [UInt8](repeating: 1, count: StoredAnswer.limit))
        #expect(largest.bytes != nil)
        #expect(StoredAnswer(status: 200, fields: [], content: [UInt8](repeating: 1, count: StoredAnswer.limit + 1)).bytes == nil)
        #expect(StoredAnswer(status: 200, fields: [], content: nil).bytes == nil)
    }
}
