import Core

/// The deadlines of every connection in nanoseconds, worked out once.
struct HTTPWaits: Sendable {
    let handshake: Int64
    let head: Int64
    let idle: Int64
    let write: Int64
    let linger: Int64

    init(_ limits: borrowing HTTPLimits) {
        handshake = limits.handshakeDeadline.inNanoseconds
        head = limits.headDeadline.inNanoseconds
        idle = limits.idleDeadline.inNanoseconds
        write = limits.writeDeadline.inNanoseconds
        linger = limits.lingerDeadline.inNanoseconds
    }
}
