import Contracts
import Core
import Database

/// What came of one try of one delivery.
struct NewAttempt: Sendable {
    /// What becomes of the delivery.
    enum Fate: Sendable, Hashable {
        case delivered
        case exhausted
        case again(at: Instant)
        /// The receiver wants no more: the endpoint is paused, and this event is the first when it resumes.
        case endpointGone
    }

    let delivery: DeliveryID
    let attempt: Attempt
    let fate: Fate
}

/// Remembers tries, many in one statement: the delivery moves on, and its endpoint is paused when it is gone or has failed for too long.
/// Only a leased delivery is touched, so repeating it changes nothing.
struct AttemptStore: CoalescedWrite {
    static let name = "webhooks_attempt"
    let statement = PreparedText(
        """
        WITH told AS MATERIALIZED (
            SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8) AS t (id, status, due_at, attempt, is_success, is_gone, at)
        ), settled AS (
            UPDATE webhooks.delivery d
               SET status = told.status, due_at = told.due_at, lease_until = NULL, attempts = d.attempts || told.attempt
              FROM told
             WHERE d.tenant_id = $1 AND d.id = told.id AND d.status = 'pending' AND d.lease_until IS NOT NULL
            RETURNING d.endpoint_id, told.is_success, told.is_gone, told.at
        ), summed AS (
            SELECT endpoint_id, bool_or(is_success) AS is_success, bool_or(is_gone) AS is_gone, min(at) AS at FROM settled GROUP BY endpoint_id
        )
        UPDATE webhooks.endpoint e
           SET failing_since = CASE WHEN s.is_success THEN NULL ELSE coalesce(e.failing_since, s.at) END,
               status = CASE WHEN s.is_gone OR NOT s.is_success AND e.failing_since < s.at - $9::bigint * interval '1 second' THEN 'paused'
                             ELSE e.status END,
               paused_reason = CASE WHEN s.is_gone THEN 'gone'
                                    WHEN NOT s.is_success AND e.failing_since < s.at - $9::bigint * interval '1 second' THEN 'failing'
                                    ELSE e.paused_reason END
          FROM summed s
         WHERE e.tenant_id = $1 AND e.id = s.endpoint_id
           AND (NOT s.is_success OR e.failing_since IS NOT NULL)
        """, .one(.uuid), .array(.uuid), .array(.text), .array(.timestamptz), .array(.jsonb), .array(.bool), .array(.bool), .array(.timestamptz),
        .one(.int8))

    func encode(_ items: [NewAttempt], tenant: TenantID, into parameters: inout BinaryParameters) {
        parameters.append(tenant)
        parameters.appendUUIDs(items.lazy.map(\.delivery))
        parameters.appendTexts(items.lazy.map(\.status))
        parameters.appendInstants(items.lazy.map(\.dueAt))
        parameters.appendJSONB(items.lazy.map { .array([$0.attempt.json]) })
        parameters.appendBools(items.lazy.map(\.attempt.isSuccess))
        parameters.appendBools(items.lazy.map(\.attempt.isGone))
        parameters.appendInstants(items.lazy.map(\.attempt.at))
        parameters.append(RetrySchedule.endurance.components.seconds)
    }

    func outcomes(of items: [NewAttempt], from result: borrowing BatchRows) throws -> [Void] {
        Array(repeating: (), count: items.count)
    }
}

extension NewAttempt {
    fileprivate var status: String {
        switch fate {
        case .delivered: "delivered"
        case .exhausted: "exhausted"
        case .again, .endpointGone: "pending"
        }
    }

    fileprivate var dueAt: Instant {
        switch fate {
        case .again(let at): at
        case .delivered, .exhausted, .endpointGone: attempt.at
        }
    }
}
