import Core
import Database
import HTTP
import TestSupport
import Testing

extension EveryRouteTests {
    static let cases: [Case] = native + nativeMessages + nativePeople + others + operatorsOwn

    private static func native(
        _ operation: String, _ prepare: @escaping @Sendable (World, String) async throws -> World.Request
    ) -> Case { Case("native", operation, prepare) }

    private static let native: [Case] = [
        native("POST /v1/campaigns") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], World.campaign(startsAt: world.tomorrow))
        },
        native("POST /v1/campaigns/{id}/cancel") { world, operation in world.bearer(operation, ["id": try await world.campaign()]) },
        native("POST /v1/campaigns/{id}/pause") { world, operation in world.bearer(operation, ["id": try await world.campaign()]) },
        native("POST /v1/campaigns/{id}/resume") { world, operation in
            let id = try await world.campaign()
            _ = try await world.tenant.call("POST", "/v1/campaigns/\(id)/pause")
            return world.bearer(operation, ["id": id])
        },
        native("POST /v1/contacts") { world, operation in world.bearer(operation, [:], ["number": "+254712345678"]) },
        native("DELETE /v1/contacts/{id}") { world, operation in world.bearer(operation, ["id": try await world.contact()]) },
        native("PATCH /v1/contacts/{id}") { world, operation in world.bearer(operation, ["id": try await world.contact()], ["name": "A"]) },
        native("POST /v1/templates") { world, operation in world.bearer(operation, [:], ["name": "hello", "type": "text", "text": "Hello"]) },
        native("DELETE /v1/templates/{id}") { world, operation in world.bearer(operation, ["id": try await world.template()]) },
        native("PATCH /v1/templates/{id}") { world, operation in world.bearer(operation, ["id": try await world.template()], ["name": "A"]) },
        native("POST /v1/templates/{id}/preview") { world, operation in world.bearer(operation, ["id": try await world.template()], [:]) },
        native("POST /v1/groups") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["subject": "Hikers", "participants": ["+254712345678"]])
        },
        native("PATCH /v1/groups/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.group()], ["subject": "Weekend hikers"])
        },
        native("POST /v1/groups/{id}/participants") { world, operation in
            world.bearer(operation, ["id": try await world.group()], ["action": "add", "participants": ["+254712345679"]])
        },
        native("POST /v1/numbers/check") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["numbers": ["+254712345678"]])
        },
        native("POST /v1/instances") { world, operation in world.bearer(operation, [:], ["name": "Front desk"]) },
        native("DELETE /v1/instances/{id}") { world, operation in world.bearer(operation, ["id": try await world.made("/v1/instances")]) },
        native("PATCH /v1/instances/{id}") { world, operation in
            world.bearer(
                operation, ["id": try await world.made("/v1/instances")],
                ["name": "Front desk", "is_default": true, "webhook_url": .string(world.receiver.url)])
        },
        native("POST /v1/instances/{id}/connect") { world, operation in world.bearer(operation, ["id": try await world.instance()]) },
        native("POST /v1/instances/{id}/disconnect") { world, operation in world.bearer(operation, ["id": try await world.instance()]) },
        native("POST /v1/instances/{id}/logout") { world, operation in world.bearer(operation, ["id": try await world.instance()]) },
        native("POST /v1/instances/{id}/pairing-code") { world, operation in
            world.bearer(operation, ["id": try await world.tenant.pairingInstance()], ["number": "+254712345678"])
        },
        native("POST /v1/instances/{id}/passkey") { world, operation in
            let id = try await world.tenant.pairingInstance()
            _ = try await world.tenant.call(
                "POST", "/v1/sandbox/instances/\(id)/scan", ["number": "254700000001", "passkey": true])
            let challenge = try #require(try await world.tenant.call("GET", "/v1/instances/\(id)/passkey").json["challenge"]?.string)
            let data: JSON = ["type": "webauthn.get", "challenge": .string(challenge), "origin": "https://web.whatsapp.com"]
            return world.bearer(
                operation, ["id": id],
                [
                    "id": "AQID", "type": "public-key",
                    "response": ["clientDataJSON": .string(Base64.url.encode(data.bytes)), "authenticatorData": "AQID", "signature": "AQID"],
                ])
        },
        native("POST /v1/sandbox/instances/{id}/scan") { world, operation in
            world.bearer(operation, ["id": try await world.tenant.pairingInstance()], ["number": "254700000001"])
        },
        native("POST /v1/sandbox/instances/{id}/inbound") { world, operation in
            world.bearer(operation, ["id": try await world.instance()], ["from": "254712345678", "text": "hi"])
        },
        native("POST /v1/sandbox/instances/{id}/disconnect") { world, operation in
            world.bearer(operation, ["id": try await world.instance()], ["reason": "logged_out"])
        },
        native("POST /v1/sandbox/instances/{id}/groups") { world, operation in
            world.bearer(operation, ["id": try await world.instance()], ["subject": "Theirs", "participants": ["+254712345678"]])
        },
        native("PATCH /v1/sandbox/instances/{id}/groups/{group}") { world, operation in
            let (id, group) = try await world.sandboxGroup()
            return world.bearer(operation, ["id": id, "group": group], ["subject": "Ours"])
        },
        native("DELETE /v1/sandbox/instances/{id}/groups/{group}") { world, operation in
            let (id, group) = try await world.sandboxGroup()
            return world.bearer(operation, ["id": id, "group": group])
        },
        native("POST /v1/sandbox/network") { world, operation in
            world.bearer(operation, [:], ["acknowledge": true], token: Harness.adminKey)
        },
        native("POST /v1/webhook-endpoints") { world, operation in
            world.bearer(operation, [:], ["url": .string(world.receiver.url)])
        },
        native("DELETE /v1/webhook-endpoints/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.tenant.endpoint(world.receiver.url).id])
        },
        native("POST /v1/stream-tokens") { world, operation in
            world.bearer(operation, [:], ["path": .string("/v1/instances/\(try await world.made("/v1/instances"))/events")])
        },
    ]

    private static let nativeMessages: [Case] = [
        native("POST /v1/messages") { world, operation in
            _ = try await world.instance()
            return world.bearer(operation, [:], ["to": ["+254712345678", "+254712345679"], "type": "text", "text": "hi"])
        },
        native("DELETE /v1/messages/{id}") { world, operation in world.bearer(operation, ["id": try await world.scheduledMessage()]) },
        native("POST /v1/messages/{id}/resend") { world, operation in world.bearer(operation, ["id": try await world.failedMessage()]) },
        native("POST /v1/media") { world, operation in
            var request = world.bearer(operation)
            request.fields.add("Content-Type", "application/pdf")
            request.bytes = FileServer.pdf
            return request
        },
        native("DELETE /v1/media/{id}") { world, operation in
            let kept = try await world.tenant.client.send(
                "POST", "/v1/media", ["Authorization": "Bearer \(world.tenant.key)", "Content-Type": "application/pdf"], FileServer.pdf)
            return world.bearer(operation, ["id": try #require(kept.json["id"]?.string)])
        },
    ]

    private static let nativePeople: [Case] = [
        native("PATCH /v1/tenant") { world, operation in world.bearer(operation, [:], ["name": "Other", "time_zone": "Africa/Nairobi"]) },
        native("DELETE /v1/tenant") { world, operation in
            world.bearer(operation, [:], ["confirm": .string(world.tenant.slug)], token: try await world.tenant.signedInOwner().token)
        },
        native("POST /v1/keys") { world, operation in world.bearer(operation, [:], ["name": "Shop"]) },
        native("DELETE /v1/keys/{id}") { world, operation in world.bearer(operation, ["id": try await world.made("/v1/keys", ["name": "a"])]) },
        native("PATCH /v1/keys/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.made("/v1/keys", ["name": "a"])], ["name": "b"])
        },
        native("POST /v1/keys/{id}/rotate") { world, operation in
            world.bearer(operation, ["id": try await world.made("/v1/keys", ["name": "a"])])
        },
        native("POST /v1/invitations") { world, operation in world.bearer(operation, [:], ["email": "a@b.test", "role": "member"]) },
        native("DELETE /v1/invitations/{id}") { world, operation in
            let made = try await world.tenant.call("POST", "/v1/invitations", ["email": "a@b.test", "role": "member"])
            let id = made.json["id"] ?? made.json["invitation"]?["id"]
            return world.bearer(operation, ["id": try #require(id?.string, "\(made.text)")])
        },
        native("PATCH /v1/users/{id}") { world, operation in
            world.bearer(operation, ["id": try await world.user()], ["role": "viewer"])
        },
        native("DELETE /v1/users/{id}") { world, operation in world.bearer(operation, ["id": try await world.user()]) },
        native("POST /v1/password") { world, operation in
            let person = try await world.tenant.signedInOwner()
            return world.bearer(
                operation, [:], ["current_password": .string(person.password), "new_password": "staple correct horse"], token: person.token)
        },
        native("POST /v1/sign-out") { world, operation in
            world.bearer(operation, token: try await world.tenant.signedInOwner().token)
        },
    ]
}
