package import Core

/// A limit of a tenant's own, which goes before its plan's.
package enum Override: Sendable, Hashable {
    case value(Int)
    case unlimited

    private static let unlimitedWord = "unlimited"

    /// A number, or `"unlimited"`.
    package var json: JSON {
        switch self {
        case .value(let value): .integer(Int64(value))
        case .unlimited: .string(Self.unlimitedWord)
        }
    }

    /// Reads what `json` wrote; nil for anything else.
    package init?(json: JSON) {
        if let value = json.integer {
            self = .value(Int(value))
        } else if json.string == Self.unlimitedWord {
            self = .unlimited
        } else {
            return nil
        }
    }
}
