/// Something long-lived that runs until it is asked to stop.
package protocol Service: Sendable {
    /// What it is called in the log.
    var name: String { get }
    /// Starts the work; returns once it is under way, throws if it cannot be.
    func start() async throws
    /// Finishes or gives back what is under way, then returns. Called once; the caller bounds how long it waits.
    func stop() async
}
