import Contracts
import Core
import Database

extension Campaigns {
    /// Throws `Problem.limitReached` unless there may be one more.
    func requireRoom(for thing: RoomStore.Thing, of tenant: TenantID, in tx: borrowing Transaction) throws {
        let (limit, name): (Int, Problem.Thing) =
            switch thing {
            case .contact: (Self.contactsLimit, .contact)
            case .template: (Self.templatesLimit, .template)
            case .campaign: (Self.campaignsLimit, .campaign)
            }
        guard try RoomStore.count(thing, of: tenant, upTo: limit, in: tx) < limit else { throw Problem.limitReached(name, limit: limit) }
    }
}
