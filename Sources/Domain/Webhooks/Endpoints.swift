package import Contracts
package import Core
import Database
import HTTP

extension Webhooks {
    /// What is wanted of a new endpoint.
    package struct NewEndpoint: Sendable {
        /// Where to post.
        package var url: String
        /// The instance whose news it wants; nil for all of the tenant's.
        package var instance: InstanceID?
        /// The kinds of news it wants; nil for all.
        package var kinds: Set<Notice.Kind>?
        /// Whose words the bodies have.
        package var dialect: DialectName

        /// Puts the wishes together.
        package init(url: String, instance: InstanceID?, kinds: Set<Notice.Kind>?, dialect: DialectName) {
            self.url = url
            self.instance = instance
            self.kinds = kinds
            self.dialect = dialect
        }
    }

    /// Keeps a new endpoint once its URL has answered a verification with 2xx; the secret is shown now and never again.
    ///
    /// Throws `Problem.invalid`, `.verificationFailed`, `.limitReached(.endpoint)`, `.notFound(.instance)`.
    package func setEndpoint(_ wanted: NewEndpoint, as caller: Caller) async throws -> (endpoint: EndpointRecord, secret: Secret<String>) {
        let (url, voice) = try check(wanted.url, wordedBy: wanted.dialect)
        var instance = wanted.instance
        if let named = instance ?? caller.instance {
            // Asked with the tenant: a foreign instance is as good as none. A pinned key sees only its own.
            instance = try await directory.instance(named, for: caller).instance.id
        }
        let secret = WebhookSecret(bytes: runtime.chance.bytes(WebhookSecret.length))
        let id: EndpointID = runtime.ids.next()
        let now = try await verify(url, of: instance, for: caller.tenant, in: voice, secret: secret)
        let endpoint = EndpointRecord(
            id: id, url: wanted.url, instance: instance, kinds: wanted.kinds, dialect: wanted.dialect, status: .enabled, pausedReason: nil,
            createdAt: now)
        let sealed = try await sealing.seal(secret.bytes, for: caller.tenant, context: EndpointStore.context(of: id))
        let limits = limits
        try await database.write(as: caller.tenant) { tx in
            try limits.require(.endpoint, count: try EndpointStore.count(of: caller.tenant, in: tx), for: caller.tenant, in: tx)
            try EndpointStore.insert(endpoint, of: caller.tenant, secret: sealed, in: tx)
            try trail.record(AuditEntry(.endpointCreated, endpoint.subject, of: caller.tenant, after: endpoint.audited), in: tx)
        }
        return (endpoint, Secret(secret.text))
    }

    /// What can be refused without a connection.
    func check(_ url: String, wordedBy dialect: DialectName) throws(Problem) -> (url: HTTPURL, voice: any EventVoice) {
        let url = try poster.check(url)
        guard let voice = voices[dialect] else { throw .invalid([Violation("/dialect", "has no webhooks")]) }
        return (url, voice)
    }

    /// Returns when it was asked, once the URL has answered with 2xx; throws `Problem.verificationFailed`.
    func verify(
        _ url: HTTPURL, of instance: InstanceID?, for tenant: TenantID, in voice: any EventVoice, secret: WebhookSecret
    ) async throws -> Instant {
        // Nothing is held while somebody else is waited for.
        try await Undertaking.settle()
        let now = runtime.clock.now
        let challenge = runtime.ids.next(Delivery.self).description
        let attempt = await poster.post(
            voice.verification(challenge: challenge, of: instance, at: now), to: url, for: tenant, headers: [], secret: secret, id: challenge)
        guard attempt.isSuccess else { throw Problem.verificationFailed(attempt.failure ?? "no answer") }
        return now
    }

    /// The tenant's endpoints after the one named, in the order in which they were made; a pinned key sees those of its instance.
    package func endpoints(after: EndpointID?, limit: Int, as caller: Caller) async throws -> [EndpointRecord] {
        try await database.read(as: caller.tenant) { tx in
            try EndpointStore.page(of: caller.tenant, instance: caller.instance, after: after, limit: min(limit, EndpointRecord.pageLimit), in: tx)
        }
    }

    /// Forgets an endpoint and what is on its way to it; `Problem.notFound(.endpoint)` for any id that is not the caller's.
    package func removeEndpoint(_ id: EndpointID, as caller: Caller) async throws {
        let removed = try await database.write(as: caller.tenant) { tx in
            guard let gone = try EndpointStore.delete(id, of: caller.tenant, instance: caller.instance, in: tx) else { return false }
            try trail.record(AuditEntry(.endpointRemoved, gone.subject, of: caller.tenant, before: gone.audited), in: tx)
            return true
        }
        guard removed else { throw Problem.notFound(.endpoint) }
    }
}
