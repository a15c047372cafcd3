/// The words after the command's name.
struct Arguments {
    private var words: [String]
    private let command: any Command

    init(_ words: [String], of command: any Command) {
        self.words = words
        self.command = command
    }

    /// Whether `option` was given; takes it out.
    mutating func flag(_ option: String) -> Bool {
        guard let index = words.firstIndex(of: option) else { return false }
        words.remove(at: index)
        return true
    }

    /// The word after `option`, or nil where the option was not given; takes both out.
    mutating func value(of option: String) throws(Failure) -> String? {
        guard let index = words.firstIndex(of: option) else { return nil }
        guard index + 1 < words.count else { throw wrongUsage("\(option) needs a value") }
        let value = words[index + 1]
        words.removeSubrange(index...index + 1)
        return value
    }

    /// A whole number in `range` after `option`.
    mutating func number(of option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = try value(of: option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw wrongUsage("\(option) needs a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// Everything that is left; nothing is left afterwards.
    mutating func rest() -> [String] {
        defer { words = [] }
        return words
    }

    /// Refuses words that no option took.
    func finish() throws(Failure) {
        if let word = words.first { throw wrongUsage("'\(word)' is not an option of it") }
    }

    private func wrongUsage(_ what: String) -> Failure {
        Failure("\(what)\nUsage: swift run dev \(command.usage)", status: Failure.wrongUsage)
    }
}
