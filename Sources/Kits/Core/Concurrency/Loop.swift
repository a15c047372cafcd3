/// A thread that waits for file descriptors and runs tasks on the same thread: what `Net.EventLoop` is, as the other kits see it.
///
/// A task with a loop as its preferred executor never leaves the loop's thread, so whatever it awaits on the same loop costs no thread hop.
/// Nothing on a loop may block.
package protocol Loop: TaskExecutor {
    /// Whether the caller runs on this loop's thread.
    var isCurrent: Bool { get }
    /// Runs `work` on the loop, after what is queued there now; from any thread.
    func execute(_ work: @escaping @Sendable () -> Void)
    /// Runs `work` on the loop once `delay` has passed; from any thread. `cancel()` on the result, also from any thread, forgets it.
    @discardableResult
    func schedule(after delay: Duration, _ work: @escaping @Sendable () -> Void) -> any LoopTimer
    /// Calls `handler` on the loop whenever the descriptor is ready for what is asked (level-triggered). On the loop's thread only.
    func watch(_ descriptor: Int32, for interest: LoopInterest, _ handler: any LoopHandler)
    /// Changes what a watched descriptor is watched for. On the loop's thread only.
    func update(_ descriptor: Int32, for interest: LoopInterest)
    /// Stops watching; must be called before the descriptor is closed. On the loop's thread only.
    func unwatch(_ descriptor: Int32)
}

/// What a watched descriptor is watched for.
package struct LoopInterest: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// There is something to read, or the other side has closed.
    package static let readable = LoopInterest(rawValue: 1)
    /// There is room to write.
    package static let writable = LoopInterest(rawValue: 2)
}

/// Who is told that a descriptor is ready. Called on the loop's thread.
package protocol LoopHandler: AnyObject {
    /// The descriptor is ready. An error or hang-up on it counts as both, so that the next read or write meets it.
    func ready(_ what: LoopInterest)
}

/// A timer that may still be called off.
package protocol LoopTimer: Sendable {
    /// Forgets the timer if it has not fired; from any thread.
    func cancel()
}
