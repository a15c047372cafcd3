import Contracts
import Core
import Database

/// The next recipients of a campaign.
struct Page: Sendable {
    /// One of them, and what is known of them.
    struct Member: Sendable {
        let recipient: Recipient
        let contact: ContactRecord?

        /// Their number; a group has none.
        var number: PhoneNumber? {
            switch recipient {
            case .number(let number): number
            case .group: nil
            }
        }
    }

    let recipients: [Member]
    /// Where the page after this one begins.
    let position: String?

    /// At most `size` of them, in their order, beginning after the row's position.
    static func next(of row: CampaignRow, size: Int, in tx: borrowing Transaction) throws -> Page {
        switch row.audience {
        case .explicit:
            let numbers = try RecipientStore.walk(row.id, of: row.tenant, from: row.position, limit: size, in: tx)
            let contacts = numbers.isEmpty ? [:] : try ContactStore.find(numbers, of: row.tenant, in: tx)
            return Page(
                recipients: numbers.map { Member(recipient: .number($0), contact: contacts[$0]) }, position: numbers.last?.digits ?? row.position)
        case .all, .tags:
            let contacts = try ContactStore.walk(
                of: row.tenant, from: row.position.flatMap { ContactID($0) }, tags: row.audience.tags, limit: size, in: tx)
            return Page(
                recipients: contacts.map { Member(recipient: .number($0.number), contact: $0) },
                position: contacts.last?.id.description ?? row.position)
        case .group(let group):
            let recipients = row.position == nil ? [Member(recipient: .group(group), contact: nil)] : []
            return Page(recipients: recipients, position: group.description)
        }
    }
}
