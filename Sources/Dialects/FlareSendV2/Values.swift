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

    /// Somebody to write to, as requests name them: bare digits, or the address of a group.
    static func recipient(_ recipient: Recipient) -> String {
        switch recipient {
        case .number(let number): number.digits
        case .group(let group): group.description
        }
    }
}
