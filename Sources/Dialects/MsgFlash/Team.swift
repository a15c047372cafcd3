import API
import Contracts
import HTTP

/// MsgFlash has keys of accounts and keys of teams. Herald has one kind, the account's, and whoever names a team with it is told so as there
/// (contract MFX-05).
enum Team {
    /// Names a team.
    static let header = "X-Team-Id"

    static func isNamed(_ request: HTTPRequest) -> Bool { request.fields.contains(header) }

    /// Throws if the request names a team.
    static func refuse(_ request: HTTPRequest) throws(Problem) {
        if isNamed(request) { throw .forbidden(.otherTenant) }
    }

    /// Throws if the request names a team, or the caller's key is tied to one instance, which is what comes nearest to a team's key here: neither
    /// has a say over what is the whole account's (contract MFX-06).
    static func requireAccount(_ call: Call<Caller>) throws(Problem) {
        try refuse(call.request)
        if call.caller.instance != nil { throw .forbidden(.pinnedKey) }
    }
}
