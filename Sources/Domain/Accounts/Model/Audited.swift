import Contracts
import Core

/// What of these stands in an audit trail: what matters for security, and nothing secret.
extension TenantProfile {
    /// What may change.
    var audited: JSON {
        ["name": .string(name), "time_zone": .string(timeZone), "default_instance_id": .optional(defaultInstance?.description)]
    }
}

extension PersonProfile {
    /// Who it is, and what he may do.
    var audited: JSON {
        [
            "id": .string(id.description), "email": .string(email), "role": .string(role.rawValue), "first_name": .optional(firstName),
            "last_name": .optional(lastName),
        ]
    }
}

extension InvitationFacts {
    /// For whom, as what and until when.
    var audited: JSON {
        ["email": .string(email), "role": .string(role.rawValue), "expires_at": .string(expiresAt.description)]
    }
}
