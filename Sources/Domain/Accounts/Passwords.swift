package import Contracts
package import Core
import Crypto
import Database

extension Accounts {
    /// Gives the caller another password and ends all his tokens; the answer is a new one.
    ///
    /// Throws `Problem.forbidden(.personOnly)` for a key, `.unauthenticated(.wrongPassword)` when `old` is not his password, `.limited` after
    /// too many of those, and `.invalid` at `/new_password`.
    package func changePassword(
        from old: Secret<String>, to new: Secret<String>, as caller: Caller, from address: String
    ) async throws -> Secret<String> {
        guard let person = caller.person else { throw Problem.forbidden(.personOnly) }
        let violations = Password.violations(new, at: "/new_password")
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let tenant = caller.tenant
        let found = try await database.read(as: tenant) { tx in try PersonStore.credentials(person, of: tenant, in: tx) }
        guard let (known, email) = found else { throw Problem.unauthenticated(.invalid) }
        _ = try await guess(at: account(email, of: tenant.description), from: address) { () async throws -> Bool? in
            if try await check(old, against: known.password, from: address) != .wrong { return true }
            try await noteRefusal(of: email, in: tenant)
            return nil
        }
        let hashed = try await hash(new, from: address)
        let token = try await database.system { tx in
            let now = runtime.clock.now
            // Locked before anything is changed, so that a sign-in with the old password is either before all of this or refused.
            guard let profile = try PersonStore.confirm(known, of: tenant, in: tx),
                try PersonStore.set(password: hashed, replacing: known, of: tenant, at: now, in: tx)
            else { throw Problem.unauthenticated(.wrongPassword) }
            try tokens.revokeTokens(of: person, of: tenant, in: tx)
            try trail.record(AuditEntry(.passwordChanged, "person:\(person)", of: tenant), in: tx)
            return try tokens.issueToken(for: person, in: profile.role, of: tenant, in: tx)
        }
        Undertaking.afterCommit { [tokens] in tokens.forgetAdmissions() }
        return token
    }

    /// Writes down that a password was wrong, or that there is nobody of that address; in the operator's trail where there is no such tenant, so
    /// that it takes as long.
    func noteRefusal(of email: String, in tenant: TenantID?) async throws {
        let address = EmailAddress(email)?.description
        try await database.apart { tx in
            try trail.record(AuditEntry(.signInRefused, of: tenant, after: ["email": .optional(address)]), in: tx)
        }
    }

    /// The PHC string of a password; throws `Problem.limited` when too many are being hashed, or too many from that address.
    func hash(_ password: Secret<String>, from address: String?) async throws -> String {
        try await throttle.work(from: address) { () async throws -> String in
            do {
                return try await passwords.hash(password.reveal).description
            } catch PasswordHasher.Failure.overloaded {
                throw Problem.limited(retryAfter: 1)
            }
        }
    }

    /// Whether a password is the one that is stored; with nil it takes as long and is wrong. Throws as `hash` does.
    func check(_ password: Secret<String>, against stored: String?, from address: String) async throws -> PasswordHasher.Verdict {
        try await throttle.work(from: address) { () async throws -> PasswordHasher.Verdict in
            do {
                return try await passwords.check(password.reveal, against: stored)
            } catch PasswordHasher.Failure.overloaded {
                throw Problem.limited(retryAfter: 1)
            } catch PasswordHasher.Failure.tooLong {
                // Nobody has such a password, whoever he is.
                return .wrong
            }
        }
    }

    /// What the throttle knows an account by, whether there is one or not. `tenant` is as it was named, where it is not known.
    func account(_ email: String, of tenant: String) -> String {
        "\(tenant)\n\(EmailAddress(email)?.description ?? email)"
    }

    /// Lets a guess at a password through unless there were too many wrong ones, and counts it if `look` gives nil; throws
    /// `Problem.unauthenticated(.wrongPassword)` then.
    func guess<Value>(at account: String, from address: String, _ look: () async throws -> Value?) async throws -> Value {
        let guess = try throttle.begin(account, from: address)
        let value: Value?
        do {
            value = try await look()
        } catch {
            // Whoever guessed has not been told whether it was right.
            throttle.forgive(guess, wasRight: false)
            throw error
        }
        guard let value else { throw Problem.unauthenticated(.wrongPassword) }
        throttle.forgive(guess, wasRight: true)
        return value
    }
}
