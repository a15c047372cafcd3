import Contracts
import Core

/// The rules for what a key is, new or changed.
enum KeyRules {
    /// Every rule that is broken by what is given.
    static func violations(name: String?, scopes: Scopes?, expires: Instant?, at now: Instant) -> [Violation] {
        var violations: [Violation] = []
        if let name, !isName(name) {
            violations.append(Violation("/name", "Must have 1 to \(NewKey.nameLimit) characters, none of them a control character."))
        }
        if let scopes, scopes.isEmpty || !scopes.isSubset(of: .all) {
            violations.append(Violation("/scopes", "Must name at least one of send, read and manage."))
        }
        if let expires, expires <= now {
            violations.append(Violation("/expires_at", "Must be in the future."))
        }
        return violations
    }

    private static func isName(_ name: String) -> Bool {
        (1...NewKey.nameLimit).contains(name.count) && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
