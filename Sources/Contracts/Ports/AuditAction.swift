/// What is written down of what people, programs and Herald itself do: everything that matters for security, and nothing else. The names are
/// for programs and never change; each has a test that doing it writes one entry.
package enum AuditAction: String, Sendable, CaseIterable {
    /// A tenant was made, by the operator or by its owner.
    case tenantCreated = "tenant.created"
    /// Its name, time zone or default instance changed.
    case tenantUpdated = "tenant.updated"
    /// Everything that it has is being handed out.
    case tenantExported = "tenant.exported"
    /// Nobody is admitted for it any more until it is reactivated; `after` has the reason.
    case tenantSuspended = "tenant.suspended"
    /// It is admitted again.
    case tenantReactivated = "tenant.reactivated"
    /// It has ended for good.
    case tenantClosed = "tenant.closed"

    /// Somebody is one of a tenant's people now.
    case personAdded = "person.added"
    /// Somebody has another role or is called something else.
    case personChanged = "person.changed"
    /// Somebody is none of a tenant's people any more.
    case personRemoved = "person.removed"
    /// Somebody has another password, and all his tokens have ended.
    case passwordChanged = "person.password_changed"
    /// Somebody has an access token.
    case signedIn = "person.signed_in"
    /// Somebody has ended his access token.
    case signedOut = "person.signed_out"
    /// A password was wrong, or there is no such person.
    case signInRefused = "person.sign_in_refused"

    /// A place is kept for somebody.
    case invitationCreated = "invitation.created"
    /// It is kept no longer.
    case invitationRevoked = "invitation.revoked"
    /// Somebody has taken it.
    case invitationAccepted = "invitation.accepted"

    /// An API key was issued.
    case keyCreated = "key.created"
    /// It may do, reach or last something else, or has another name.
    case keyUpdated = "key.updated"
    /// It has another text.
    case keyRotated = "key.rotated"
    /// It admits nobody any more.
    case keyRevoked = "key.revoked"
    /// A key or token of the tenant was shown that does not admit, or does not any more.
    case credentialsRefused = "credentials.refused"

    /// An instance was made.
    case instanceCreated = "instance.created"
    /// It has another name or handle, is the default, or has its webhook elsewhere.
    case instanceUpdated = "instance.updated"
    /// A phone was linked to it.
    case instanceLinked = "instance.linked"
    /// The phone's link ended, by whomever.
    case instanceUnlinked = "instance.unlinked"
    /// It is gone.
    case instanceRemoved = "instance.removed"

    /// News is posted to another URL, too.
    case endpointCreated = "webhook_endpoint.created"
    /// News is posted to another URL instead.
    case endpointUpdated = "webhook_endpoint.updated"
    /// Nothing is posted to that URL any more.
    case endpointRemoved = "webhook_endpoint.removed"

    /// A group was made.
    case groupCreated = "group.created"
    /// It has another title or description.
    case groupUpdated = "group.updated"
    /// People were added, removed, promoted or demoted.
    case groupParticipantsChanged = "group.participants_changed"

    /// A message to many was ordered.
    case campaignCreated = "campaign.created"
    /// It stands still.
    case campaignPaused = "campaign.paused"
    /// It goes on.
    case campaignResumed = "campaign.resumed"
    /// It has ended early.
    case campaignCancelled = "campaign.cancelled"

    /// The operator offers a plan. In the operator's trail.
    case planCreated = "plan.created"
    /// A plan has other terms. In the operator's trail.
    case planUpdated = "plan.updated"
    /// A plan is offered no longer. In the operator's trail.
    case planDeleted = "plan.deleted"
    /// A tenant is on another plan, or has other exceptions from it.
    case subscriptionChanged = "subscription.changed"

    /// The operator may look at a tenant as one of its own; `after` has the reason and until when.
    case impersonationBegan = "impersonation.began"
    /// He has looked: what at is in `after`.
    case impersonationUsed = "impersonation.used"
    /// He may no longer.
    case impersonationEnded = "impersonation.ended"
    /// An event that its subscriber could not take was handed to it again.
    case eventReplayed = "event.replayed"

    /// A trail began: in the operator's, of each tenant's, so that a whole one that is gone is missed.
    case trailBegan = "trail.began"
    /// A closed tenant's trail was erased with it: in the operator's, with how long it was and how it ended.
    case trailErased = "trail.erased"

    /// Whether anybody can make it happen without credentials, as often as he likes: of these a trail has so many in an hour and no more.
    package var isRefusal: Bool { self == .signInRefused || self == .credentialsRefused }
}
