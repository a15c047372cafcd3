import Core
import Testing

@Suite struct LogTests {
    final class Lines: LogSink {
        let lines: Lock<[[UInt8]]> = Lock([])
        func write(_ line: [UInt8]) { lines.withLock { $0.append(line) } }
    }

    @Test func `a line is one JSON object, whatever the facts hold`() throws {
        let sink = Lines()
        Log(sink: sink).warning("something", ["tenant.id": .string("a\n{\"level\":\"error\"}\"")])
        let lines = sink.lines.withLock { $0 }
        let line = try #require(lines.first)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(line.dropLast().contains(UInt8(ascii: "\n")) == false)
        let read = try JSONParser.parse(Array(line.dropLast()))
        #expect(read["level"] == "warning")
        #expect(read["message"] == "something")
        #expect(read["tenant.id"]?.string == "a\n{\"level\":\"error\"}\"")
    }

    @Test func `lines below the level are dropped, and their facts are not even made`() {
        let sink = Lines()
        let log = Log(level: .warning, sink: sink)
        func facts() -> [String: JSON] {
            Issue.record("facts of a dropped line were made")
            return [:]
        }
        log.info("quiet", facts())
        #expect(sink.lines.withLock { $0.isEmpty })
    }

    @Test func `a secret never shows itself`() {
        let secret = Secret("hk_live_CANARY")
        #expect(!"\(secret) \(String(reflecting: secret)) \(String(describing: [secret]))".contains("CANARY"))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("CANARY"))
    }
}
