import Core

/// Keeps log lines for a test to look at.
final class CapturedLog: LogSink {
    private let text: Lock<[UInt8]> = Lock([])

    func write(_ line: [UInt8]) { text.withLock { $0 += line } }

    var lines: String { String(decoding: text.withLock { $0 }, as: UTF8.self) }
}
