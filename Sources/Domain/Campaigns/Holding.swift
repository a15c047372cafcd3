package import Contracts
package import Core
package import Database

extension Campaigns: TenantHolding {
    private static let contactKind = "contact"
    private static let optOutKind = "opt_out"
    private static let templateKind = "template"
    private static let campaignKind = "campaign"

    package var kinds: [String] { [Self.contactKind, Self.optOutKind, Self.templateKind, Self.campaignKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        let found: [HoldingStore.Held] =
            switch kind {
            case Self.contactKind: try HoldingStore.contacts(of: tenant, after: cursor.flatMap { ContactID($0) }, limit: limit, in: tx)
            case Self.optOutKind: try HoldingStore.optOuts(of: tenant, after: cursor, limit: limit, in: tx)
            case Self.templateKind: try HoldingStore.templates(of: tenant, after: cursor.flatMap { TemplateID($0) }, limit: limit, in: tx)
            case Self.campaignKind: try HoldingStore.campaigns(of: tenant, after: cursor.flatMap { CampaignID($0) }, limit: limit, in: tx)
            default: []
            }
        return ExportPage(found, limit: limit, record: \.json, cursor: \.cursor)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // Recipients before their campaigns: a campaign takes all of its own along, however many they are.
        var erased = try HoldingStore.eraseRecipients(limit, of: tenant, in: tx)
        if erased == 0 { erased = try HoldingStore.eraseCampaigns(limit, of: tenant, in: tx) }
        if erased == 0 { erased = try HoldingStore.eraseTemplates(limit, of: tenant, in: tx) }
        if erased == 0 { erased = try HoldingStore.eraseContacts(limit, of: tenant, in: tx) }
        return erased > 0 ? erased : try HoldingStore.eraseOptOuts(limit, of: tenant, in: tx)
    }
}
