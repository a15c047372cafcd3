import Core
import Database
import HTTP
import TestSupport
import Testing

extension EveryRouteTests {
    static let others: [Case] = flareSendV1 + flareSendV2 + sessions + msgFlash + flowIQ

    private static let flareSendV1: [Case] = [
        Case("flaresend-v1", "POST /instances") { world, operation in
            world.request(operation, [:], nil, ["api-key": world.tenant.key, "Authorization": "Bearer \(world.tenant.key)"])
        },
        Case("flaresend-v1", "POST /register") { world, operation in
            world.request(
                operation, [:], ["firstname": "Sos", "lastname": "Mongare", "email": "sos@mongare.test", "password": "admin123"],
                ["api-key": world.tenant.key])
        },
        Case("flaresend-v1", "POST /login") { world, operation in
            _ = try await world.user()
            return world.request(operation, [:], ["email": "a@b.test", "password": "admin12345"], ["api-key": world.tenant.key])
        },
        Case("flaresend-v1", "POST /send-message") { world, operation in
            _ = try await world.instance()
            return world.request(
                operation, [:], ["recipients": ["254762043910", "254735733119"], "type": "text", "text": "Good morning"],
                ["api-key": world.tenant.key, "Authorization": "Bearer \(world.tenant.key)"])
        },
    ]

    private static let flareSendV2: [Case] = [
        Case("flaresend-v2", "POST /send-message") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["recipients": ["254712345678"], "type": "text", "text": "Hello"])
        },
        Case("flaresend-v2", "POST /check-number") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["number": "254798765432"])
        },
        Case("flaresend-v2", "POST /groups") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["subject": "Family", "participants": ["254712345678"]])
        },
        Case("flaresend-v2", "POST /groups/send-message") { world, operation in
            world.bearer(operation, [:], ["groupJids": [.string(try await world.group())], "type": "text", "text": "Hello"])
        },
        Case("flaresend-v2", "POST /groups/{groupId}/participants") { world, operation in
            world.bearer(operation, ["groupId": try await world.group()], ["action": "add", "participants": ["254712345679"]])
        },
        Case("flaresend-v2", "POST /schedule-message") { world, operation in
            _ = try await world.instance()
            return world.bearer(
                operation, [:], ["recipients": ["254708920430"], "type": "text", "text": "Again!", "sendAt": .string(world.tomorrow)])
        },
        Case("flaresend-v2", "DELETE /scheduled-messages/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.schedule()])
        },
        Case("flaresend-v2", "PATCH /scheduled-messages/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.schedule()], ["type": "text", "text": "Once more!"])
        },
    ]

    private static let sessions: [Case] = [
        Case("sessions", "POST /api/v1/keys") { world, operation in world.bearer(operation, [:], ["name": "Shop"]) },
        Case("sessions", "DELETE /api/v1/keys/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.made("/v1/keys", ["name": "a"])])
        },
        Case("sessions", "POST /api/v1/messages") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["to": "+237612345678", "message": "Hello"])
        },
        Case("sessions", "POST /api/v1/messages/audio") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["to": "+237612345678", "audioUrl": .string("\(world.files.url)/voice.ogg"), "ptt": true])
        },
        Case("sessions", "POST /api/v1/messages/media") { world, operation in
            _ = try await world.instance()
            return world.bearer(
                operation, [:], ["to": "+237612345678", "mediaUrl": .string("\(world.files.url)/image.jpg"), "mediaType": "image"])
        },
        Case("sessions", "POST /api/v1/sessions") { world, operation in world.bearer(operation, [:], ["session_key": "mine"]) },
        Case("sessions", "PATCH /api/v1/sessions/{id}") { world, operation in
            world.bearer(
                operation, ["id": try await world.made("/v1/instances")], ["session_key": "mine", "webhook": .string(world.receiver.url)])
        },
        Case("sessions", "DELETE /api/v1/sessions/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.made("/v1/instances")])
        },
    ]

    private static func msgFlash(
        _ operation: String, _ ids: @escaping @Sendable (World) async throws -> [String: String],
        _ body: @escaping @Sendable (World) async throws -> JSON? = { _ in nil }
    ) -> Case {
        Case("msgflash", operation) { world, operation in
            world.request(operation, try await ids(world), try await body(world), ["x-api-key": world.tenant.key])
        }
    }

    private static let msgFlash: [Case] = [
        msgFlash("POST /api/v1/campaigns", { _ in [:] }) { world in
            [
                "instanceId": .string(try await world.instance()), "name": "Soldes", "schedule": .string(world.tomorrow),
                "recipients": ["type": "explicit", "value": ["+33612345678"]], "repeat": "none", "type": "text", "text": "Bonjour",
            ]
        },
        msgFlash("POST /api/v1/campaigns/{id}/cancel", { world in ["id": try await world.campaign()] }),
        msgFlash("POST /api/v1/campaigns/{id}/pause", { world in ["id": try await world.campaign()] }),
        msgFlash(
            "POST /api/v1/campaigns/{id}/resume",
            { world in
                let id = try await world.campaign()
                _ = try await world.tenant.call("POST", "/v1/campaigns/\(id)/pause")
                return ["id": id]
            }),
        msgFlash("POST /api/v1/messages/send", { _ in [:] }) { world in
            ["instanceId": .string(try await world.instance()), "to": "+33612345678", "type": "text", "text": "Bonjour"]
        },
        msgFlash("POST /api/v1/messages/schedule", { _ in [:] }) { world in
            [
                "instanceId": .string(try await world.instance()), "to": "+33612345678", "type": "text", "text": "Bonjour",
                "scheduledAt": .string(world.tomorrow),
            ]
        },
        msgFlash("POST /api/v1/templates", { _ in [:] }) { _ in ["name": "Bienvenue", "type": "text", "text": "Bonjour"] },
        msgFlash("PATCH /api/v1/templates/{id}", { world in ["id": try await world.template()] }) { _ in ["name": "Bienvenue"] },
        msgFlash("DELETE /api/v1/templates/{id}", { world in ["id": try await world.template()] }),
        msgFlash("POST /api/v1/templates/{id}/preview", { world in ["id": try await world.template()] }) { _ in [:] },
    ]

    private static let flowIQ: [Case] = [
        Case("flowiq", "POST /send-whatsapp") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["phone_number": "+27123456789", "message_type": "text", "text": "Hello!"])
        }
    ]
}
