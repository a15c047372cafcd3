import Contracts
import Core
import Database
import Events

/// How the row of an instance is changed, by its tenant or by its session: decided by the lifecycle, everything that follows in one transaction.
extension Instances.Context {
    /// Does what the lifecycle decided, and stores the row.
    func settle(_ row: InstanceRow, _ actions: [Lifecycle.Action], at now: Instant, in tx: borrowing Transaction) throws {
        let instance = row.reference
        if actions.contains(.deleteRow) {
            try InstanceStore.delete(instance, in: tx)
        } else {
            try InstanceStore.save(row, at: now, in: tx)
        }
        for action in actions {
            switch action {
            case .announceConnected: try outbox.record(InstanceConnected(facts(of: row, because: nil, at: now)), in: tx)
            case .announceDegraded: try outbox.record(InstanceDegraded(facts(of: row, because: nil, at: now)), in: tx)
            case .announceDisconnected(let reason):
                try outbox.record(InstanceDisconnected(facts(of: row, because: reason, at: now)), in: tx)
            case .announceLoggedOut(let reason):
                try outbox.record(InstanceLoggedOut(facts(of: row, because: reason, at: now)), in: tx)
                try trail.record(
                    AuditEntry(.instanceUnlinked, row.subject, of: instance.tenant, before: row.audited, after: ["reason": .string(reason.rawValue)]),
                    in: tx)
            case .announceRemoved:
                try outbox.record(InstanceRemoved(facts(of: row, because: nil, at: now)), in: tx)
                try trail.record(AuditEntry(.instanceRemoved, row.subject, of: instance.tenant, before: row.audited), in: tx)
            case .forgetCredentials: try DeviceStateStore.forgetAll(of: instance, in: tx)
            case .offerAsDefault: try InstanceStore.offerAsDefault(instance, in: tx)
            case .deleteRow: break
            }
        }
        tx.ring(Instances.changed)
    }

    /// Lets everyone in this process know, once it is committed.
    func noticed(_ instance: InstanceReference) {
        standings.forget(instance.tenant)
        signals.send(InstanceChanged(instance.id))
    }

    /// The place of an instance's pairing code, to which its seal is bound.
    static func place(of form: PairingCode.Form, of instance: InstanceID) -> String {
        switch form {
        case .qr: "instances.instance.code_sealed:\(instance)"
        case .typed: "instances.instance.typed_sealed:\(instance)"
        }
    }

    /// The place of the options of an instance's passkey challenge, to which their seal is bound.
    static func place(ofPasskeyOf instance: InstanceID) -> String { "instances.instance.passkey_sealed:\(instance)" }

    /// The place of a value in the vault of an instance, to which its seal is bound.
    static func place(of name: String, in instance: InstanceID) -> String { "instances.device_state.sealed:\(instance):\(name)" }

    /// The place of what an errand asks, to which its seal is bound.
    static func place(of errand: ErrandID) -> String { "instances.errand.sealed:\(errand)" }

    /// The place of the answer to an errand, to which its seal is bound.
    static func place(ofAnswerTo errand: ErrandID) -> String { "instances.errand.answer:\(errand)" }

    private func facts(of row: InstanceRow, because reason: StatusReason?, at now: Instant) -> InstanceFacts {
        InstanceFacts(id: runtime.ids.next(), of: row.reference, number: row.lifecycle.number, reason: reason, occurredAt: now)
    }
}
