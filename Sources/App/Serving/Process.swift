import Glibc
import Net

/// What is asked of the operating system for this process.
enum Process {
    /// Writing to a closed connection is an error, not the end; a crash leaves no memory with secrets behind.
    static func harden() {
        ignoreBrokenPipes()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }
}
