package import Contracts
package import Core
package import Database

extension Messaging: CountedMessages {
    package func counted(of tenant: TenantID, in tx: borrowing Transaction) throws -> CountedTally { try CountStore.tally(of: tenant, in: tx) }

    package func uncertain(of tenant: TenantID, after: MessageID?, limit: Int, in tx: borrowing Transaction) throws -> [UncertainMessage] {
        try CountStore.uncertain(of: tenant, after: after, limit: limit, in: tx)
    }
}
