import Contracts
import Core

/// The paths at which events are streamed, and which a stream token can therefore open.
enum StreamPath {
    /// What is in their place where a path names an instance.
    private static let instance: Substring = "{id}"
    private static let patterns = ["/v1/instances/{id}/events", "/v1/events/stream", "/api/v1/sessions/{id}/stream"]
    private static let segments = patterns.map { $0.split(separator: "/", omittingEmptySubsequences: false) }

    /// All of them, for whoever got one wrong.
    static var examples: String { patterns.joined(separator: ", ") }

    /// Whether that is one of them, as a request has it before its query.
    static func isStream(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return segments.contains { pattern in
            pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == instance ? InstanceID(String($1)) != nil : $0 == $1 }
        }
    }
}
