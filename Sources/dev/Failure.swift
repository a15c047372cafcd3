/// Why a command gives up: a line for the person, a status for the shell.
struct Failure: Error {
    /// The status of a call that was worded wrongly.
    static let wrongUsage: Int32 = 2

    /// The person has read why.
    static let alreadyTold = Failure("")

    let message: String
    let status: Int32

    init(_ message: String, status: Int32 = 1) {
        self.message = message
        self.status = status
    }
}
