import Contracts

/// What a person may be called.
package enum PersonalName {
    /// How long a first or a last name may be, in characters.
    package static let limit = 100

    /// What is wrong with somebody's names; one that is missing is not wrong.
    static func violations(first: String?, last: String?) -> [Violation] {
        [("/first_name", first), ("/last_name", last)].compactMap { pointer, name in
            guard let name, !isValid(name) else { return nil }
            return Violation(pointer, "Must have 1 to \(limit) characters, none of them a control character.")
        }
    }

    static func isValid(_ name: String) -> Bool {
        (1...limit).contains(name.count) && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
