import Contracts
import Core

/// Whom a credential admits.
struct Admission: Sendable {
    let caller: Caller
    /// From when on it admits nobody, if ever.
    let expires: Instant?
    /// Whether its use was noted; nobody asks when a token was used.
    let use: KeyUse?

    init(_ caller: Caller, expires: Instant?, use: KeyUse? = nil) {
        self.caller = caller
        self.expires = expires
        self.use = use
    }
}
