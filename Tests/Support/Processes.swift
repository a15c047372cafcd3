import Glibc

/// Looks at processes and sends them signals, for tests that break things.
package enum Processes {
    /// The process and all that it started, itself first.
    package static func family(of process: Int32) -> [Int32] {
        [process] + TestFiles.names(in: "/proc").compactMap { Int32($0) }.filter { parent(of: $0) == process }
    }

    /// Stops the process and all that it started where they are, as a frozen machine would.
    package static func freeze(_ process: Int32) {
        for member in family(of: process) { kill(member, SIGSTOP) }
    }

    /// Lets them go on.
    package static func thaw(_ process: Int32) {
        for member in family(of: process) { kill(member, SIGCONT) }
    }

    /// Ends the process and all that it started, without a chance to tidy up.
    package static func destroy(_ process: Int32) {
        for member in family(of: process) { kill(member, SIGKILL) }
    }

    /// Starts a program as another user if we are root; it dies with us. Its process id.
    package static func start(_ program: String, _ arguments: [String], as user: String) throws -> Int32 {
        var command = [program] + arguments
        if geteuid() == 0 { command = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--pdeathsig", "KILL"] + command }
        let strings = command.map { (text: String) in strdup(text) }
        defer { for string in strings { free(string) } }
        var process = pid_t()
        guard posix_spawn(&process, command[0], nil, nil, strings + [nil], environ) == 0 else {
            throw TestFiles.Failure("could not start \(program)")
        }
        return process
    }

    private static func parent(of process: Int32) -> Int32? {
        let status = TestFiles.text(of: "/proc/\(process)/stat")
        guard let name = status.lastIndex(of: ")") else { return nil }
        let fields = status[name...].split(separator: " ")
        return fields.count > 2 ? Int32(fields[2]) : nil
    }
}
