/// Writes facts for operators as JSON lines: a constant message, and what varies beside it.
///
/// Never a message's text, a phone number, or a key. Values are escaped, so nothing in them can forge a line.
package struct Log: Sendable {
    /// How much a line matters.
    package enum Level: Int, Comparable, Sendable, CaseIterable {
        case debug, info, warning, error

        /// The level of that name, as settings spell it.
        package init?(named name: String) {
            guard let level = Level.allCases.first(where: { "\($0)" == name }) else { return nil }
            self = level
        }

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    private let level: Level
    private let clock: any Clock
    private let sink: any LogSink

    /// A log that drops lines below `level` and hands the others, a line of JSON each, to `sink`.
    package init(level: Level = .info, clock: any Clock = SystemClock(), sink: any LogSink) {
        self.level = level
        self.clock = clock
        self.sink = sink
    }

    /// What only helps while looking for something.
    package func debug(_ message: StaticString, _ facts: @autoclosure () -> [String: JSON] = [:]) { write(.debug, message, facts) }
    /// What an operator may want to know later.
    package func info(_ message: StaticString, _ facts: @autoclosure () -> [String: JSON] = [:]) { write(.info, message, facts) }
    /// What an operator should look at some day.
    package func warning(_ message: StaticString, _ facts: @autoclosure () -> [String: JSON] = [:]) { write(.warning, message, facts) }
    /// What an operator should look at now.
    package func error(_ message: StaticString, _ facts: @autoclosure () -> [String: JSON] = [:]) { write(.error, message, facts) }

    private func write(_ level: Level, _ message: StaticString, _ facts: () -> [String: JSON]) {
        guard level >= self.level else { return }
        var members: [JSON.Member] = [
            JSON.Member("time", .string(clock.now.description)),
            JSON.Member("level", .string("\(level)")),
            JSON.Member("message", .string(message.description)),
        ]
        for (key, value) in facts().sorted(by: { $0.key < $1.key }) {
            members.append(JSON.Member(key, value))
        }
        var line: [UInt8] = []
        JSON.object(members).write(to: &line)
        line.append(UInt8(ascii: "\n"))
        sink.write(line)
    }
}
