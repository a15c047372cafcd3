import Foundation

/// What people read.
enum Terminal {
    /// A line on standard output.
    static func say(_ line: String = "") {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// What is done next, on standard error so that a pipe gets results only.
    static func announce(_ step: String) {
        FileHandle.standardError.write(Data("==> \(step)\n".utf8))
    }

    /// What went wrong.
    static func complain(_ message: String) {
        FileHandle.standardError.write(Data("dev: \(message)\n".utf8))
    }
}
