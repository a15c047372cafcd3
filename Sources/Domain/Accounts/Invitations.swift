package import Contracts
package import Core
import Database

extension Accounts {
    /// How long an invitation may be accepted.
    package static let invitationLifetime: Duration = .seconds(7 * 86_400)
    /// How many open invitations a tenant may have.
    package static let invitationLimit = 100

    /// Keeps a place for somebody; the link that opens it is in the answer and nowhere else. An earlier one to the same address opens nothing
    /// any more.
    ///
    /// Throws `Problem.forbidden` (only an owner's own token invites owners), `.invalid`, `.conflict(.emailTaken)` and
    /// `.limitReached(.invitation)`.
    package func invite(email text: String, role: Role, as caller: Caller) async throws -> (invitation: InvitationFacts, link: String) {
        try caller.requireManaging()
        guard let email = EmailAddress(text) else { throw Problem.invalid([EmailAddress.violation]) }
        let tenant = caller.tenant
        let now = runtime.clock.now
        let (token, secret) = InvitationToken.make(for: tenant, chance: runtime.chance)
        let invitation = InvitationFacts(
            id: runtime.ids.next(), email: email.description, role: role, invitedBy: caller.key == nil ? caller.person : nil, createdAt: now,
            expiresAt: now + Self.invitationLifetime)
        try await database.write(as: tenant) { tx in
            guard try AccountStore.lock(tenant, in: tx) != nil else { throw Problem.notFound(.tenant) }
            if role == .owner { try caller.requireOwner(in: tx) }
            if try PersonStore.isTaken(email, in: tenant, in: tx) { throw Problem.conflict(.emailTaken) }
            try InvitationStore.deleteExpired(of: tenant, at: now, in: tx)
            guard try InvitationStore.count(of: tenant, besides: email, in: tx) < Self.invitationLimit else {
                throw Problem.limitReached(.invitation, limit: Self.invitationLimit)
            }
            try InvitationStore.insert(invitation, digest: token.digest, of: tenant, in: tx)
            try trail.record(AuditEntry(.invitationCreated, "invitation:\(invitation.id)", of: tenant, after: invitation.audited), in: tx)
        }
        // After the hash sign, which no browser sends: the secret gets into nobody's log.
        return (invitation, "\(publicURL)/invitation#\(secret.reveal)")
    }

    /// The open invitations of the caller's tenant, newest first, and the cursor of the next page, nil after the last. `limit` is clamped to
    /// `pageLimit`. Throws `Problem.forbidden`.
    package func invitations(
        limit: Int, after cursor: InvitationID? = nil, as caller: Caller
    ) async throws -> (invitations: [InvitationFacts], next: InvitationID?) {
        try caller.requireManaging()
        let limit = min(max(limit, 1), Self.pageLimit)
        let now = runtime.clock.now
        let found = try await database.read(as: caller.tenant) { tx in
            try InvitationStore.list(caller.tenant, after: cursor, limit: limit + 1, at: now, in: tx)
        }
        return found.count > limit ? (Array(found.prefix(limit)), found[limit - 1].id) : (found, nil)
    }

    /// Withdraws an invitation; throws `Problem.forbidden` and `.notFound(.invitation)`.
    package func revokeInvitation(_ id: InvitationID, as caller: Caller) async throws {
        try caller.requireManaging()
        let isFound = try await database.write(as: caller.tenant) { tx in
            guard try InvitationStore.delete(id, of: caller.tenant, in: tx) else { return false }
            try trail.record(AuditEntry(.invitationRevoked, "invitation:\(id)", of: caller.tenant), in: tx)
            return true
        }
        guard isFound else { throw Problem.notFound(.invitation) }
    }

    /// Takes the place that is kept, once, and signs in. `token` is what stands after the link's hash sign.
    ///
    /// Throws `Problem.notFound(.invitation)` for one that is unknown, expired, withdrawn or used, `.invalid`, `.conflict(.emailTaken)`,
    /// `.limitReached(.user)`, `.forbidden(.tenantSuspended)`, and `.limited` after too many that were not found.
    package func acceptInvitation(
        token text: String, password: Secret<String>, firstName: String?, lastName: String?, from address: String
    ) async throws -> SignIn {
        let violations = Password.violations(password) + PersonalName.violations(first: firstName, last: lastName)
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let guess = try throttle.begin(nil, from: address)
        do {
            let signIn = try await accept(text, password: password, firstName: firstName, lastName: lastName, from: address)
            throttle.forgive(guess, wasRight: true)
            return signIn
        } catch {
            if error as? Problem != .notFound(.invitation) { throttle.forgive(guess, wasRight: false) }
            throw (error as? DatabaseError)?.code == Self.emailTaken ? Problem.conflict(.emailTaken) : error
        }
    }

    private func accept(
        _ text: String, password: Secret<String>, firstName: String?, lastName: String?, from address: String
    ) async throws -> SignIn {
        guard let token = InvitationToken(text) else { throw Problem.notFound(.invitation) }
        let now = runtime.clock.now
        // Nothing is hashed for a link that opens nothing.
        let isThere = try await database.survey { tx in try InvitationStore.find(token, at: now, in: tx) != nil }
        guard isThere else { throw Problem.notFound(.invitation) }
        let hashed = try await hash(password, from: address)
        return try await database.system { tx in
            guard try AccountStore.lock(token.tenant, in: tx) != nil, let invitation = try InvitationStore.take(token, at: now, in: tx) else {
                throw Problem.notFound(.invitation)
            }
            let new = PersonStore.NewPerson(
                id: runtime.ids.next(), email: invitation.email, firstName: firstName, lastName: lastName, role: invitation.role,
                password: hashed)
            let person = try add(new, to: token.tenant, in: tx)
            try trail.record(
                AuditEntry(
                    .invitationAccepted, "invitation:\(invitation.id)", of: token.tenant, before: invitation.audited, after: person.audited,
                    by: person.id), in: tx)
            guard let profile = try profile(token.tenant, in: tx) else { throw Problem.notFound(.invitation) }
            if profile.status == .suspended { throw Problem.forbidden(.tenantSuspended) }
            return SignIn(
                tenant: profile, person: person, token: try tokens.issueToken(for: person.id, in: person.role, of: token.tenant, in: tx))
        }
    }
}
