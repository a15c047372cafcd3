import CLinux
import Glibc

/// Makes writing to a connection that the other side has closed an error of that write rather than the end of the process. Called once, at start.
package func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}
