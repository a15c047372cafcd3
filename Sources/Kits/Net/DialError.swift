/// Why there is no connection.
package enum DialError: Error, Hashable, Sendable {
    /// Nobody answered in time.
    case timedOut
    /// The machine is there and takes no connection on that port.
    case refused
    /// The network does not lead there.
    case unreachable
    /// The process has no descriptor left.
    case exhausted
    /// The kernel says that the connection leads to another address than was asked for.
    case wrongPeer
}
