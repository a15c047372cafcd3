package import API
package import Campaigns
import Contracts
package import Groups
package import Media
package import Messaging
package import Numbers

/// FlareSend v2 (contract FS2): a bearer key that is tied to a number, and bodies with `success`.
package struct FlareSendV2: Sendable {
    let messaging: Messaging
    let media: Media
    let groups: Groups
    let numbers: Numbers
    let campaigns: Campaigns
    /// How long an answer waits for WhatsApp's acknowledgement.
    let patience: Duration

    /// Speaks for the domain; `patience` is the operator's `HERALD_SYNC_TIMEOUT`.
    package init(messaging: Messaging, media: Media, groups: Groups, numbers: Numbers, campaigns: Campaigns, patience: Duration) {
        self.messaging = messaging
        self.media = media
        self.groups = groups
        self.numbers = numbers
        self.campaigns = campaigns
        self.patience = patience
    }

    private static let about = """
        Send WhatsApp messages from a number that was linked by scanning a QR code, at once or later, to people and to groups.

        Beyond what FlareSend documents: recipients that WhatsApp has not decided on in time are listed in `pending_recipients`; what is sent can be \
        uploaded as `file` wherever it can be behind a `url`; `type` `template` takes `templateId` and `variables`; what is scheduled can be changed \
        and cancelled. A `sendAt` without an offset is a time of the account's time zone.
        """

    /// The dialect, to be mounted.
    package var dialect: Dialect {
        var dialect = Dialect(
            .flareSendV2, title: "FlareSend API v2, as spoken by Herald", version: "1.0.0",
            about: Self.about,
            security: Security(key: .bearer),
            failureSchema: Envelope.schema,
            credentials: { (request, _) throws(Problem) in try .bearer(request) },
            render: Envelope.render, webhooks: FlareSendV2Voice.descriptions,
            routes: [sendMessage, scheduleMessage, scheduledMessages, changeScheduled, cancelScheduled] + groupRoutes + numberRoutes)
        dialect.admitsBeforeMethod = true  // contract FS2-08
        return dialect
    }
}
