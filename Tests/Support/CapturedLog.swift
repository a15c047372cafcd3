package import Core

/// What was logged, kept for a test to look at.
package final class CapturedLog: LogSink {
    private let written: Lock<[[UInt8]]> = Lock([])

    /// Starts empty.
    package init() {}

    package func write(_ line: [UInt8]) { written.withLock { $0.append(line) } }

    /// Every line as JSON, in order.
    package var lines: [JSON] {
        written.withLock { $0 }.compactMap { try? JSONParser.parse(Array($0.dropLast())) }
    }

    /// The messages of all lines, in order.
    package var messages: [String] { lines.compactMap { $0["message"]?.string } }

    /// Everything as it was written.
    package var text: String { written.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) }.joined() }
}
