/// What went wrong, as far as a caller can act on it. The domain throws it; each dialect words it in one exhaustive switch.
package enum Problem: Error, Sendable, Hashable {
    /// No credentials, or none that admit.
    case unauthenticated(Credential)
    /// Admitted, but not to this.
    case forbidden(Refusal)
    /// There is no such thing in the caller's tenant, whatever may exist elsewhere.
    case notFound(Thing)
    /// The path is known, the method is not; `allow` lists those that are.
    case methodNotAllowed(allow: [String])
    /// The request breaks rules, all of them listed.
    case invalid([Violation])
    /// The request does not fit what is there now.
    case conflict(Conflict)
    /// The instance cannot send: it is in this status.
    case notReady(InstanceStatus)
    /// Too many requests; try again after so many seconds.
    case limited(retryAfter: Int)
    /// The day's messages are used up; the limit, and the seconds until the day turns.
    case quotaExceeded(limit: Int, retryAfter: Int)
    /// The plan allows no more of these.
    case limitReached(Thing, limit: Int)
    /// The body is larger than so many bytes.
    case tooLarge(limit: Int)
    /// The body is of a media type that the route does not take.
    case unsupportedMediaType
    /// A webhook endpoint did not answer its verification; what happened instead.
    case verificationFailed(String)
    /// Nothing was done and the same request may be sent again after so many seconds.
    case unavailable(retryAfter: Int)
    /// It may have been done: the connection to the database broke at the worst moment. The same request with the same key resolves it.
    case unknownOutcome
    /// The idempotency key came before, with another request.
    case keyReused
    /// The request that the idempotency key came with first has no answer yet; try again after so many seconds.
    case stillRunning(retryAfter: Int)

    /// What was wrong with the credentials.
    package enum Credential: Sendable, Hashable {
        case missing, invalid
        /// Address and password do not belong together, or there is nobody of that address: nobody is told which.
        case wrongPassword
    }
    /// Why an admitted caller is refused.
    package enum Refusal: Sendable, Hashable {
        case otherTenant, scope, tenantSuspended, operatorOnly
        /// Only people who have signed in may; a key is nobody.
        case personOnly
        /// A key that is tied to one instance has no say over what is the whole tenant's.
        case pinnedKey
        /// The caller's role is not enough.
        case role
        /// The operator lets nobody sign up.
        case signUpClosed
        /// The instance's number is no administrator of the group.
        case notGroupAdmin
    }
    /// What is not there, or of which there may be no more.
    package enum Thing: String, Sendable, Hashable {
        case path, instance, message, key, endpoint, tenant, document, user, invitation, media, group, campaign, contact, template, schedule
        case plan, event, statement
    }
    /// What the request collides with.
    package enum Conflict: String, Sendable, Hashable {
        case notPairing = "not_pairing"
        case notASandbox = "not_a_sandbox"
        case slugTaken = "slug_taken"
        case alreadyLinked = "already_linked"
        case emailTaken = "email_taken"
        /// The caller's own name for an instance is another one's.
        case nameTaken = "name_taken"
        /// A tenant has at least one owner.
        case lastOwner = "last_owner"
        /// The instance waits for no passkey.
        case noPasskeyWanted = "no_passkey_wanted"
        /// The message has gone out, or was taken back already.
        case notWithdrawable = "not_withdrawable"
        /// The message has not failed, so that there is nothing to send again.
        case notResendable = "not_resendable"
        /// What was scheduled is being sent already, or was taken back.
        case alreadyStarted = "already_started"
        /// The campaign's status does not allow that.
        case campaignStatus = "campaign_status"
        /// There is a contact of that number already.
        case contactExists = "contact_exists"
        /// There is a plan of that name already.
        case planExists = "plan_exists"
        /// Tenants have that plan.
        case planInUse = "plan_in_use"
        /// The request took effect, and its answer is lost: the server died before it was kept.
        case answerLost = "answer_lost"
    }
}

extension Problem.Thing {
    /// What people call it, at the beginning of a sentence, where a dialect's own documents have no word for it.
    package var title: String {
        switch self {
        case .path: "Path"
        case .instance: "Instance"
        case .message: "Message"
        case .key: "API key"
        case .endpoint: "Webhook"
        case .tenant: "Account"
        case .document: "Document"
        case .user: "User"
        case .invitation: "Invitation"
        case .media: "Media"
        case .group: "Group"
        case .campaign: "Campaign"
        case .contact: "Contact"
        case .template: "Template"
        case .schedule: "Scheduled message"
        case .plan: "Plan"
        case .event: "Event"
        case .statement: "Statement"
        }
    }
}

/// One broken rule, and where.
package struct Violation: Sendable, Hashable {
    /// A JSON pointer (RFC 6901) into the body, or `?name` for a query parameter; empty for the whole.
    package let pointer: String
    /// What the rule is, for a person.
    package let detail: String
    /// What is the matter with a template, where that is the matter; some dialects have words of their own for it.
    package let fault: TemplateFault?

    /// What may be the matter with a template.
    package enum TemplateFault: Sendable, Hashable {
        /// Its gaps are not written as gaps are.
        case syntax
        /// There is nothing to put into a gap.
        case variable
        /// A gap asks for somebody or something that is not known where it is filled.
        case context
    }

    /// Pairs a place with a rule.
    package init(_ pointer: String, _ detail: String, fault: TemplateFault? = nil) {
        self.pointer = pointer
        self.detail = detail
        self.fault = fault
    }
}
