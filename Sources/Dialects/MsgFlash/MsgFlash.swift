package import API
package import Accounts
package import Auth
package import Billing
package import Campaigns
package import Contracts
package import Instances
package import Media
package import Messaging
package import Webhooks

/// MsgFlash (contract MF): a key in `x-api-key`, and bodies that are `data` or `error`.
package struct MsgFlash: Sendable {
    let accounts: Accounts
    let auth: Auth
    let billing: Billing
    let instances: Instances
    let messaging: Messaging
    let media: Media
    let campaigns: Campaigns
    let webhooks: Webhooks

    /// Speaks for the domain.
    package init(
        accounts: Accounts, auth: Auth, billing: Billing, instances: Instances, messaging: Messaging, media: Media, campaigns: Campaigns,
        webhooks: Webhooks
    ) {
        self.accounts = accounts
        self.auth = auth
        self.billing = billing
        self.instances = instances
        self.messaging = messaging
        self.media = media
        self.campaigns = campaigns
        self.webhooks = webhooks
    }

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        var dialect = Dialect(
            .msgFlash, title: "MsgFlash API, as spoken by Herald", version: "1.0.0",
            about: "Read the WhatsApp numbers of an account. Numbers are made and linked in the dashboard.",
            security: Security(key: .header(Self.keyHeader)),
            failureSchema: ErrorBody.schema,
            credentials: { (request, _) throws(Problem) in try .header(Self.keyHeader, request) },
            render: ErrorBody.render, routes: instanceRoutes + messageRoutes + campaignRoutes + templateRoutes + billingRoutes)
        dialect.routes.append(DocumentationIndex(of: dialect).route)
        return dialect
    }

    /// How messages fared of late.
    var figures: any MessageFigures { messaging }

    /// Where a key is shown; nowhere else (contract MFX-04).
    static let keyHeader = "x-api-key"
}
