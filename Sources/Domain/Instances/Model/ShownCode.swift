import Contracts
import Core

/// A pairing code as it is stored: its text is sealed, since it carries a secret of the pairing.
struct ShownCode: Sendable, Hashable {
    let form: PairingCode.Form
    let sealed: [UInt8]
    let sequence: Int
    let expiresAt: Instant
}
