/// One thing people ask of `swift run dev`.
protocol Command: Sendable {
    /// The word that names it.
    var name: String { get }
    /// The name with its options, as help prints it.
    var usage: String { get }
    /// What it does, in one line.
    var summary: String { get }
    /// Does it; options are taken from `arguments`, which refuses what nobody took.
    func run(_ arguments: inout Arguments) throws(Failure)
}
