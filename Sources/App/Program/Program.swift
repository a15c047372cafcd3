import Core
import Database
import Glibc

/// The program `herald`: finds the command, runs it, and says in one line what went wrong.
package enum Program {
    /// The version that `herald version` prints and the documents carry.
    package static let version = "0.1.0"

    /// How a run ended, as the exit code says it.
    private enum Status: Int32 { case success = 0, failure = 1, wrongUsage = 2 }

    /// Runs the command that the arguments name (the program's own name left out) and answers the exit code.
    package static func run(_ arguments: [String]) async -> Int32 {
        do {
            try await Command.parse(arguments).run(Environment.current)
            return Status.success.rawValue
        } catch let mistake as UsageError {
            Console.complain("\(mistake)")
            return Status.wrongUsage.rawValue
        } catch {
            for line in describe(error).split(separator: "\n") {
                Console.complain(String(line))
            }
            return Status.failure.rawValue
        }
    }

    /// What a person who starts the server has to know; an error of the database is told in full, since the person is its operator.
    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError:
            // libpq's words go over several lines, indented.
            ([error.description + ":"] + error.detail.split { $0.isWhitespace || $0.isNewline }.map(String.init)).joined(separator: " ")
        default: "\(error)"
        }
    }
}
