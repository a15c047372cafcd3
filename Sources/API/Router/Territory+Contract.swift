package import Contracts
import HTTP

extension Territory {
    /// The territories as the documents divide the paths among themselves (contract 1.7); what nobody has is native.
    package static func of(_ dialect: DialectName) -> Territory {
        switch dialect {
        case .flareSendV1:
            Territory(hosts: ["*.flaresend.io"], ["/register", "/login", "/instances", Claim("/send-message", with: "api-key")])
        case .flareSendV2:
            Territory(
                hosts: ["*.flaresend.com"],
                ["/send-message", "/schedule-message", "/scheduled-messages", "/groups", "/channels", "/check-number"])
        case .sessions:
            Territory([
                "/api/v1/sessions", "/api/v1/keys", "/api/v1/messages/media", "/api/v1/messages/audio", Claim(.post, "/api/v1/messages"),
                Claim("/api/v1/messages", with: "authorization", without: "x-api-key"),
            ])
        case .msgFlash:
            Territory(
                hosts: ["srv.msgflash.com"],
                [
                    "/api/v1/instances", "/api/v1/messages", "/api/v1/messages/send", "/api/v1/messages/schedule", "/api/v1/campaigns",
                    "/api/v1/templates", "/api/v1/contacts", "/api/v1/webhooks", "/api/v1/number-lookups", "/api/v1/billing", "/api/v1/usage",
                    "/api/v1/me", "/llms.txt",
                ])
        case .flowIQ: Territory(hosts: ["api.flowiq.live"], ["/send-whatsapp"])
        case .admin: Territory(["/admin"])
        case .native: Territory()
        }
    }
}
