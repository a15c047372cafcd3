import Foundation

/// A program to run. It stays in our process group, so Ctrl-C reaches it too (Foundation's `Process` makes a group of its own).
struct Tool: Sendable {
    private let words: [String]
    private var environment: [String: String] = [:]
    private var removed: [String] = []
    private var directory: String?

    init(_ words: [String]) { self.words = words }
    init(_ words: String...) { self.words = words }

    /// The same with variables added to ours.
    func with(_ variables: [String: String]) -> Tool {
        var copy = self
        copy.environment.merge(variables) { $1 }
        return copy
    }

    /// The same without variables of ours.
    func without(_ variables: [String]) -> Tool {
        var copy = self
        copy.removed += variables
        return copy
    }

    /// The same, started in a directory.
    func at(_ directory: String) -> Tool {
        var copy = self
        copy.directory = directory
        return copy
    }

    /// Where its standard input comes from.
    enum Input: Sendable { case ours, nothing }

    /// Starts it on our streams, or with standard output and error sent to a file.
    func start(input: Input = .ours, log: String? = nil, ownGroup: Bool = false) throws(Failure) -> Child {
        var streams = FileActions(ownGroup: ownGroup)
        if input == .nothing { streams.closeInput() }
        if let log { streams.send([STDOUT_FILENO, STDERR_FILENO], to: log) }
        return try spawn(&streams)
    }

    /// Runs it on our streams; a failure of it is ours.
    func run(input: Input = .ours) throws(Failure) {
        let status = try start(input: input).wait()
        if status != 0 { throw Failure("'\(shown)' failed with status \(status)") }
    }

    /// Whether it succeeds, saying nothing.
    func succeeds() -> Bool {
        // A program that cannot be started has not succeeded.
        (try? start(input: .nothing, log: "/dev/null").wait()) == 0
    }

    /// What it writes to standard output; nil where it fails. Its complaints are shown unless `quietly`.
    func output(quietly: Bool = false) throws(Failure) -> String? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure("no pipe: \(String(cString: strerror(errno)))") }
        var streams = FileActions()
        streams.closeInput()
        if quietly { streams.send([STDERR_FILENO], to: "/dev/null") }
        streams.send(STDOUT_FILENO, to: ends[1], closing: ends[0])
        let child: Child
        do { child = try spawn(&streams) } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[1])
        let bytes = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile()
        return child.wait() == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// What it writes; a failure of it is ours.
    func text() throws(Failure) -> String {
        guard let text = try output() else { throw Failure("'\(shown)' failed") }
        return text
    }

    /// Becomes it: for programs that talk with the person.
    func become() throws(Failure) -> Never {
        withArguments { arguments, _ in
            if let program = arguments.first.flatMap({ $0 }) { _ = execvp(program, arguments) }
        }
        throw Failure("cannot run '\(shown)': \(String(cString: strerror(errno)))")
    }

    private var shown: String { words.prefix(4).joined(separator: " ") }

    private func spawn(_ streams: inout FileActions) throws(Failure) -> Child {
        var process: pid_t = 0
        let status = withArguments { arguments, environment in
            streams.spawn(&process, arguments, environment)
        }
        guard status == 0 else { throw Failure("cannot run '\(shown)': \(String(cString: strerror(status)))") }
        return Child(process)
    }

    /// The words as C has them, and our variables; what was added to those, and the directory, `env` sees to.
    private func withArguments<R>(
        _ body: ([UnsafeMutablePointer<CChar>?], [UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let moved = removed.flatMap { ["--unset", $0] } + (directory.map { ["--chdir", $0] } ?? [])
        let added = environment.map { "\($0)=\($1)" }.sorted()
        let wrapper = moved.isEmpty && added.isEmpty ? [] : ["env"] + moved + added
        let arguments = (wrapper + words).map { strdup($0) } + [nil]
        let variables = Environment.all.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        return body(arguments, variables)
    }
}
