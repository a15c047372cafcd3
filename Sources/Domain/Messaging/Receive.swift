package import Contracts
import Core
import Database
import Events

extension Messaging: MessageTraffic {
    package func connected(_ session: any Session, of instance: InstanceReference, abilities: ChannelAbilities) async {
        await dispatcher.connected(session, of: instance, abilities: abilities)
    }

    package func disconnected(_ instance: InstanceReference) async {
        await dispatcher.existingLane(of: instance)?.disconnected()
    }

    package func take(_ happenings: [Happening], of instance: InstanceReference) async throws {
        let settlements = Settlement.merging(happenings)
        let inbound = happenings.compactMap { happening -> InboundMessage? in
            guard case .received(let message) = happening else { return nil }
            return message
        }
        try runtime.failpoints.pass(.afterAckBeforeCommit)
        if !settlements.isEmpty {
            try await settle(settlements, of: instance)
        }
        if !inbound.isEmpty {
            let request = NewInbound(
                instance: instance.id, receivedAt: runtime.clock.now,
                entries: inbound.map { NewInbound.Entry(message: $0, id: runtime.ids.next(), event: runtime.ids.next()) })
            try await inbox.submit(request, for: instance.tenant)
            dispatcher.doorbell.ring(Outbox.topic)
        }
    }

    private func settle(_ settlements: [Settlement], of instance: InstanceReference) async throws {
        let settled = try await settlement.submit(
            NewSettlements(instance: instance.id, settlements: settlements, ids: runtime.ids), for: instance.tenant)
        board.settle(settled)
        dispatcher.doorbell.ring(Outbox.topic)
        await dispatcher.existingLane(of: instance)?.settled(settlements)
    }
}
