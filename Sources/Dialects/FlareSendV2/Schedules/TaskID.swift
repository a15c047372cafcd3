import API
import Contracts

/// The id of something scheduled as this dialect's clients know it: `SCHED-` and digits (contract FS2-74).
enum TaskID {
    private static let prefix = "SCHED-"
    /// How many digits there may be.
    private static let digitsLimit = 15
    /// As which requests name one. What is none is the id of nothing, rather than a mistake of its own.
    static let shape = Shape<String>.text(max: textLimit)
    /// Longer than any id, in characters.
    private static let textLimit = 64

    /// The id with that number.
    static func text(_ number: Int64) -> String { prefix + String(number) }

    /// The number in an id; `Problem.notFound(.schedule)` for a text that is none, since nothing has it.
    static func number(_ text: String) throws(Problem) -> Int64 {
        let digits = text.hasPrefix(prefix) ? text.utf8.dropFirst(prefix.utf8.count) : ""[...].utf8
        guard (1...digitsLimit).contains(digits.count), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(String(digits) ?? "")
        else { throw .notFound(.schedule) }
        return number
    }
}
