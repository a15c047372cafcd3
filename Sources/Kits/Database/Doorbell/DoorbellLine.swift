import CLinux
import Core
import Glibc

/// The doorbell's connection: says and hears bells, on the doorbell's thread.
final class DoorbellLine {
    /// All bells of a database go over one channel, so that nothing has to be subscribed to twice; the topic is the payload.
    private static let channel: StaticString = "herald"
    /// The longest a NOTIFY may take.
    private static let patience: Duration = .seconds(2)
    /// How long it waits when nothing happens.
    private static let idle: Duration = .seconds(30)

    private let settings: ConnectionSettings
    private let wake: Int32
    private let clock = SystemClock()
    private var wire: Wire?
    private var due: Set<Topic> = []
    private var said: [Topic: Duration] = [:]

    init(settings: ConnectionSettings, wake: Int32) {
        self.settings = settings
        self.wake = wake
    }

    func connect() throws(DatabaseError) {
        wire = nil
        let new = try Wire.connect(settings, for: .bells)
        try new.ask("LISTEN \(raw: Self.channel)", within: Self.patience)
        wire = new
    }

    func disconnect() { wire = nil }

    /// Passes on what is due, waits for a bell, for something to say, or for the next thing to be due; what was heard from other processes.
    func turn(saying topics: Set<Topic>) throws(DatabaseError) -> [Topic] {
        guard let wire else { throw .unavailable("not connected") }
        due.formUnion(topics)
        let now = clock.monotonic
        for topic in due where said[topic].map({ $0 + Doorbell.interval <= now }) ?? true {
            try wire.ask("SELECT pg_notify(\(Self.channel.description), \(topic.name))", within: Self.patience)
            said[topic] = now
            due.remove(topic)
        }
        let next = due.compactMap { said[$0].map { $0 + Doorbell.interval } }.min() ?? now + Self.idle
        wait(wire.socket, until: next)
        // Those of this process were rung at once when they were rung.
        return try wire.heard().filter { $0.backend != wire.backend }.map(\.topic)
    }

    /// Waits without a connection; cut short when somebody rings or stops.
    func pause(_ duration: Duration) { wait(-1, until: clock.monotonic + duration) }

    private func wait(_ socket: Int32, until deadline: Duration) {
        var descriptors = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0), pollfd(fd: socket, events: Int16(POLLIN), revents: 0)]
        let left = max(deadline - clock.monotonic, .zero)
        poll(&descriptors, 2, Int32(clamping: left.inMilliseconds + 1))
        var count: eventfd_t = 0
        eventfd_read(wake, &count)
    }
}
