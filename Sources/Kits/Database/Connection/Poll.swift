import Core
import Glibc

/// Waiting for a socket with a deadline on the monotonic clock.
enum Poll {
    /// Waits until the socket can be read (or, if asked, written) or is broken; false when the deadline passed first.
    static func wait(_ socket: Int32, readable: Bool = true, writable: Bool, until deadline: Duration) -> Bool {
        let clock = SystemClock()
        let events = (readable ? Int16(POLLIN) : 0) | (writable ? Int16(POLLOUT) : 0)
        while true {
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let left = max(deadline - clock.monotonic, .zero)
            // Rounded up: a wait of zero milliseconds would spin through the last one.
            let count = poll(&descriptor, 1, Int32(clamping: left.inMilliseconds + (left > .zero ? 1 : 0)))
            if count > 0 { return true }
            if count == 0 {
                if clock.monotonic >= deadline { return false }
            } else if errno != EINTR {
                return true
            }
        }
    }

    /// Whether there is something to read now, the end included.
    static func isReadable(_ socket: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }
}
