import Contracts
import Core
import Database

/// The statements that tell of a message's way.
enum TimelineStore {
    /// How many steps are told that a row does not tell: the first ones.
    static let stepsLimit = 200

    /// What a row tells of its message's way.
    struct Course: Sendable {
        let state: MessageState
        let lane: MessageLane
        let tries: Int
        let failure: MessageFailureCode?
        let createdAt: Instant
        let dueAt: Instant
        let sendAt: Instant?
        let claimedAt: Instant?
        let sentAt: Instant?
        let deliveredAt: Instant?
        let readAt: Instant?
        let endedAt: Instant?
    }

    /// Why a lane rests, and until when.
    struct Pause: Sendable {
        let reason: String
        let until: Instant
    }

    static func course(of message: MessageID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Course? {
        try tx.first(
            """
            SELECT state, lane, tries, error_code, created_at, due_at, send_at, claimed_at, sent_at, delivered_at, read_at, ended_at
              FROM messaging.message WHERE tenant_id = \(tenant) AND id = \(message)
            """
        ) { row in
            Course(
                state: try row.next(), lane: MessageLane(rank: try row.next()), tries: try row.next(), failure: try row.next(),
                createdAt: try row.next(), dueAt: try row.next(), sendAt: try row.next(), claimedAt: try row.next(), sentAt: try row.next(),
                deliveredAt: try row.next(), readAt: try row.next(), endedAt: try row.next())
        }
    }

    static func steps(of message: MessageID, of tenant: TenantID, in tx: borrowing Transaction) throws -> [TimelineStep] {
        try tx.rows(
            """
            SELECT at, step, detail FROM messaging.step WHERE tenant_id = \(tenant) AND message_id = \(message) ORDER BY id LIMIT \(stepsLimit)
            """
        ) { row in TimelineStep(at: try row.next(), step: try row.next(), detail: try row.next()) }
    }

    static func pause(of lane: MessageLane, of instance: InstanceReference, in tx: borrowing Transaction) throws -> Pause? {
        try tx.first(
            """
            SELECT reason, until FROM messaging.pause
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND lane = \(lane.rank)
            """
        ) { row in Pause(reason: try row.next(), until: try row.next()) }
    }
}
