package import Contracts
package import Core

/// A campaign as it stands now.
package struct CampaignRecord: Sendable, Hashable {
    /// How long a campaign's name may be, in characters.
    package static let nameLimit = 128

    /// How far a campaign has come.
    package enum Status: String, Sendable, CaseIterable {
        /// Waits for its time.
        case scheduled
        /// Its messages are being handed over, or are on their way.
        case running
        /// Stands still until it is resumed.
        case paused
        /// Everybody was written to, and of each message it is known what became of it.
        case completed
        /// Was ended before.
        case cancelled
    }

    /// Why a campaign waits, where its status does not say it.
    package enum Reason: String, Sendable, CaseIterable {
        /// The day's messages are used up; it goes on when the day turns.
        case quotaExceeded = "quota_exceeded"
        /// The tenant is suspended.
        case tenantSuspended = "tenant_suspended"
        /// The instance has lost its link.
        case instanceLoggedOut = "instance_logged_out"
        /// The instance is gone.
        case instanceRemoved = "instance_removed"
    }

    /// How often it is sent.
    package enum Repetition: String, Sendable, CaseIterable {
        case none, daily, weekly
    }

    /// Whether its instance's health speaks against it (contract MFX-15). Advice: nothing is held back because of it.
    package enum Safety: String, Sendable, CaseIterable {
        case allow, warn
    }

    /// Which campaign it is.
    package let id: CampaignID
    /// What the tenant calls it.
    package let name: String
    /// The instance it goes out from.
    package let instance: InstanceID
    /// How far it has come.
    package var status: Status
    /// Why it waits, where the status does not say it.
    package var reason: Reason?
    /// What was thought of it when it was made.
    package let safety: Safety
    /// Whom it is for.
    package let audience: Audience
    /// The template it was made from.
    package let template: TemplateID?
    /// What it says; with gaps where it was made from a template that has them.
    package let content: MessageContent
    /// What fills the gaps, besides what is known of each recipient.
    package let variables: JSON
    /// How often it is sent.
    package let repetition: Repetition
    /// When it was to begin first.
    package let startsAt: Instant
    /// When it begins next, where it waits for its time.
    package let nextAt: Instant?
    /// How far its messages have come.
    package var stats: CampaignStats
    /// When it was made.
    package let createdAt: Instant
    /// When something of this last changed, its figures aside.
    package let updatedAt: Instant

    /// Puts a campaign together.
    package init(
        id: CampaignID, name: String, instance: InstanceID, status: Status, reason: Reason?, safety: Safety, audience: Audience,
        template: TemplateID?, content: MessageContent, variables: JSON, repetition: Repetition, startsAt: Instant, nextAt: Instant?,
        stats: CampaignStats, createdAt: Instant, updatedAt: Instant
    ) {
        (self.id, self.name, self.instance, self.status, self.reason) = (id, name, instance, status, reason)
        (self.safety, self.audience, self.template, self.content, self.variables) = (safety, audience, template, content, variables)
        (self.repetition, self.startsAt, self.nextAt, self.stats) = (repetition, startsAt, nextAt, stats)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }
}

/// How far a campaign's messages have come.
package struct CampaignStats: Sendable, Hashable {
    /// Recipients of all rounds that have begun; before the first, those it would have now.
    package var planned = 0
    /// Accepted and waiting, or under way.
    package var queued = 0
    /// WhatsApp has them; those delivered and read are among them.
    package var sent = 0
    /// Of these, those that reached a phone.
    package var delivered = 0
    /// Of these, those that were read.
    package var read = 0
    /// Will not arrive, or could not be written: something to fill a gap with was missing.
    package var failed = 0
    /// Taken back, or never begun, since the campaign was cancelled.
    package var cancelled = 0
    /// Left out, since they want nothing in bulk.
    package var optedOut = 0

    /// Nothing yet.
    package init() {}
}
