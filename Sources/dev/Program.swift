import Foundation

/// The people's program: picks the command that was named, runs it, and words what went wrong in one line.
enum Program {
    static let commands: [any Command] = [Up(), Test(), Check(), Bench(), Contract(), OpenAPI(), Schema(), Psql()]

    static func run(_ words: [String]) -> Never {
        do throws(Failure) {
            guard let name = words.first, !["help", "--help", "-h"].contains(name) else {
                Terminal.say(usage)
                exit(words.isEmpty ? Failure.wrongUsage : 0)
            }
            guard let command = commands.first(where: { $0.name == name }) else {
                throw Failure("there is no command '\(name)'\n\(usage)", status: Failure.wrongUsage)
            }
            var arguments = Arguments(Array(words.dropFirst()), of: command)
            try command.run(&arguments)
            exit(0)
        } catch {
            if !error.message.isEmpty { Terminal.complain(error.message) }
            exit(error.status)
        }
    }

    private static var usage: String {
        let width = commands.map(\.usage.count).max() ?? 0
        let lines = commands.map { "  swift run dev " + $0.usage.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.summary }
        return (["Usage:"] + lines).joined(separator: "\n")
    }
}
