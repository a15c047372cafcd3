package import Contracts

/// Whom a campaign is for.
package enum Audience: Sendable, Hashable {
    /// How many numbers a campaign may name, duplicates merged.
    package static let numbersLimit = 10_000
    /// How many tags it may name.
    package static let tagsLimit = 50
    /// How many of the numbers that it names are told again.
    package static let numbersShown = 100

    /// These numbers. Of a campaign that is read, at most the first `numbersShown`.
    case explicit([PhoneNumber])
    /// Every contact that there is when a round begins.
    case all
    /// Every contact that then has one of these tags.
    case tags([String])
    /// A WhatsApp group: one message to it.
    case group(JID)

    /// The words for kinds of audience.
    package enum Kind: String, Sendable, CaseIterable {
        case explicit, all, tags, group
    }

    /// The word for it.
    package var kind: Kind {
        switch self {
        case .explicit: .explicit
        case .all: .all
        case .tags: .tags
        case .group: .group
        }
    }

    /// What the row keeps of it; the numbers have rows of their own.
    var value: [String] {
        switch self {
        case .explicit, .all: []
        case .tags(let tags): tags
        case .group(let group): [group.description]
        }
    }

    /// The tags that its contacts are chosen by; empty where they are not.
    var tags: [String] { if case .tags(let tags) = self { tags } else { [] } }
}
