import API
import Contracts
import Core

/// How this dialect writes single values.
enum Values {
    /// What every success says first (FS1-15).
    static let success = "success"

    /// A person's id as this dialect's clients know it: `u` and the id without hyphens (FS1-25).
    static func user(_ id: PersonID) -> String { "u" + id.description.filter { $0 != "-" } }

    /// The id of a request's messages: `msg` and the id by which they are listed elsewhere (FS1-88).
    static func message(_ id: BatchID) -> String { "msg\(id)" }

    /// Somebody to write to: digits, and around them what people write to read them better (FS1-84).
    static func number(_ text: String) -> PhoneNumber? {
        guard case .number(let number) = Recipient(text.filter { $0 != " " && $0 != "-" }) else { return nil }
        return number
    }

    /// How long an address, a name or a password may be here; what each has to look like is for Accounts to say.
    static let textLimit = 1024

    /// A password, which is not to be seen again once it has been read.
    static let password = Shape<String>.text(min: 1, max: textLimit).map(or: "must be text", to: { Secret($0) }, from: \.reveal)

    /// A time as this dialect writes it: UTC, whole seconds, `Z` (FS1-14).
    static let time = Shape<Instant>.instant(milliseconds: false)
}
