import Glibc

/// Where log lines go.
package protocol LogSink: Sendable {
    /// Takes one whole line, newline included; from any thread.
    func write(_ line: [UInt8])
}

/// Standard error, one `write` a line, so that lines of several threads never mix. A full pipe drops lines rather than stopping the server.
package struct StandardErrorSink: LogSink {
    /// Standard error; there is only one.
    package init() {}

    package func write(_ line: [UInt8]) {
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
