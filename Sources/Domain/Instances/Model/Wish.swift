/// What the holder of an instance is to bring about.
enum Wish: String, Sendable, Hashable {
    /// Nothing; no session.
    case none
    /// A session that pairs or connects.
    case session
    /// That the phone forgets this device.
    case unlink
}
