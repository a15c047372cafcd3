import Contracts
import Core

/// How this dialect writes single values.
enum Values {
    /// The status of an instance; the document's example is `initializing` (FS2-44).
    static func status(_ status: InstanceStatus) -> String {
        switch status {
        case .created, .pairing, .passkeyRequired, .connecting: "initializing"
        case .connected, .degraded: "connected"
        case .disconnected: "disconnected"
        case .loggedOut: "logged_out"
        }
    }

    /// Whole seconds with `Z` (FS2-42).
    static func seconds(_ instant: Instant) -> String { instant.rfc3339(milliseconds: false) }
}
