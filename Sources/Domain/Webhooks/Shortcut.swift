package import Contracts
package import Core
package import Database

extension Webhooks: InstanceWebhooks {
    package func prepare(_ url: String, for instance: InstanceReference, in dialect: DialectName) async throws -> any PreparedWebhook {
        let tenant = instance.tenant
        let (target, voice) = try check(url, wordedBy: dialect)
        let present = try await database.read(as: tenant) { tx in try ShortcutStore.secret(of: instance, in: tx) }
        let fresh = WebhookSecret(bytes: runtime.chance.bytes(WebhookSecret.length))
        var signing = fresh
        if let (id, sealed) = present {
            // Who verifies signatures already knows this secret, and no other.
            signing = WebhookSecret(bytes: try await sealing.open(sealed, for: tenant, context: EndpointStore.context(of: id)))
        }
        let now = try await verify(target, of: instance.id, for: tenant, in: voice, secret: signing)
        let endpoint = EndpointRecord(
            id: runtime.ids.next(), url: url, instance: instance.id, kinds: nil, dialect: dialect, status: .enabled, pausedReason: nil,
            createdAt: now)
        let sealed = try await sealing.seal(fresh.bytes, for: tenant, context: EndpointStore.context(of: endpoint.id))
        return PreparedShortcut(endpoint: endpoint, instance: instance, secret: fresh, sealed: sealed, limits: limits, trail: trail)
    }

    package func removeWebhook(of instance: InstanceReference, in tx: borrowing Transaction) throws {
        guard let gone = try ShortcutStore.delete(of: instance, in: tx) else { return }
        try trail.record(AuditEntry(.endpointRemoved, gone.subject, of: instance.tenant, before: gone.audited), in: tx)
    }

    package func urls(of instances: [InstanceID], of tenant: TenantID) async throws -> [InstanceID: String] {
        guard !instances.isEmpty else { return [:] }
        return try await database.read(as: tenant) { tx in try ShortcutStore.urls(of: instances, of: tenant, in: tx) }
    }
}

/// A verified URL, and the endpoint that it becomes if the instance has none when it is kept.
private struct PreparedShortcut: PreparedWebhook {
    let endpoint: EndpointRecord
    let instance: InstanceReference
    let secret: WebhookSecret
    let sealed: [UInt8]
    let limits: any LimitGate
    let trail: any AuditTrail

    func keep(in tx: borrowing Transaction) throws -> Secret<String>? {
        // What waited while it was paused goes to the new URL.
        tx.ring(.webhooksDue)
        if let replaced = try ShortcutStore.replace(with: endpoint, of: instance, in: tx) {
            try trail.record(AuditEntry(.endpointUpdated, replaced.subject, of: instance.tenant, after: replaced.audited), in: tx)
            return nil
        }
        try limits.require(.endpoint, count: try EndpointStore.count(of: instance.tenant, in: tx), for: instance.tenant, in: tx)
        let isNew = try ShortcutStore.insert(endpoint, of: instance, secret: sealed, in: tx)
        try trail.record(
            AuditEntry(isNew ? .endpointCreated : .endpointUpdated, endpoint.subject, of: instance.tenant, after: endpoint.audited), in: tx)
        return isNew ? Secret(secret.text) : nil
    }
}
