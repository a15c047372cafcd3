/// The command line is not one that the program knows.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description + "; `herald --help` shows what there is" }
}
