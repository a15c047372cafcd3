import API
import Campaigns
import Contracts
import Core
import HTTP
import Instances
import Messaging

extension MsgFlash {
    /// How long a campaign's file is kept beyond its beginning at least: it may take its time, and be sent again.
    static let campaignFileTime: Duration = .seconds(60 * 24 * 3600)

    var campaignRoutes: [Route] {
        [
            createCampaign, listCampaigns, getCampaign,
            steer("pause", "Let a campaign stand still") { [campaigns, messaging] id, caller in
                try await campaigns.pauseCampaign(id, through: messaging, as: caller)
            },
            steer("resume", "Let a paused campaign go on") { [campaigns, messaging] id, caller in
                try await campaigns.resumeCampaign(id, through: messaging, as: caller)
            },
            steer("cancel", "End a campaign, and take back what has not gone out") { [campaigns, messaging] id, caller in
                try await campaigns.cancelCampaign(id, through: messaging, as: caller)
            },
        ]
    }

    private var createCampaign: Route {
        Route(
            .post, "/api/v1/campaigns", "Send one content to many", takes: .body(CampaignRequest.shape, example: .example),
            gives: .created(DataBody.shape(of: CampaignResource.shape), example: DataBody(.example)), fails: [.notFound, .notReady, .limitReached],
            auth: .key(.send)
        ) { [self] call, body in
            try Team.refuse(call.request)
            try body.check()
            let caller = call.caller
            let audience = try body.recipients.audience()
            var startsAt: Instant?
            if let schedule = body.schedule { startsAt = try await messaging.sendTime(schedule, at: "/schedule", as: caller).instant }
            let words: NewCampaign.Words
            if let template = body.template {
                words = .template(template, variables: body.variables ?? .object([]))
            } else {
                let until = (startsAt ?? call.runtime.clock.now) + Self.campaignFileTime
                words = .content(try await content(of: body.words, until: until, as: caller))
            }
            let wanted = NewCampaign(
                name: body.name, instance: body.instance, audience: audience, words: words, repetition: body.repetition.repetition,
                startsAt: startsAt, fitness: try await fitness(of: body.instance, as: caller))
            return DataBody(CampaignResource(try await campaigns.createCampaign(wanted, as: caller), of: caller.tenant))
        }.named(
            "createCampaign",
            "Numbers that have opted out are left out, and at most \(Campaigns.campaignsLimit) campaigns are unfinished at a time. A `group` is a WhatsApp group, and gets one message; contacts are grouped by tags."
        )
    }

    private var listCampaigns: Route {
        Route(
            .get, "/api/v1/campaigns", "List campaigns, the newest first",
            takes: .query("limit", .integer(MessagePage.limits), default: MessagePage.standard), .query("cursor", optional: .identifier()),
            .query("instanceId", optional: .identifier()), .query("status", optional: Shape<CampaignRecord.Status>.choice()),
            gives: .ok(DataBody.shape(of: CampaignPage.shape)), auth: .key(.read)
        ) { [campaigns, messaging] call, limit, cursor, instance, status in
            try Team.refuse(call.request)
            let (found, next) = try await campaigns.campaigns(
                limit: limit, after: cursor, status: status, instance: instance, through: messaging, as: call.caller)
            return DataBody(CampaignPage(campaigns: found.map { CampaignResource($0, of: call.caller.tenant) }, next: next))
        }.named("listCampaigns")
    }

    private var getCampaign: Route {
        Route(
            .get, "/api/v1/campaigns/{id}", "Get a campaign and how far it has come", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: CampaignResource.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [campaigns, messaging] call, id in
            try Team.refuse(call.request)
            return DataBody(
                CampaignResource(try await campaigns.campaign(id, through: messaging, as: call.caller), of: call.caller.tenant))
        }.named("getCampaign")
    }

    private func steer(
        _ word: String, _ summary: String, _ act: @escaping @Sendable (CampaignID, Caller) async throws -> CampaignRecord
    ) -> Route {
        Route(
            .post, "/api/v1/campaigns/{id}/\(word)", summary, takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: CampaignResource.shape), example: DataBody(.example)), fails: [.notFound, .conflict, .notReady],
            auth: .key(.send)
        ) { call, id in
            try Team.refuse(call.request)
            return DataBody(CampaignResource(try await act(id, call.caller), of: call.caller.tenant))
        }.named("\(word)Campaign")
    }

    /// What the instance's health says of a campaign.
    private func fitness(of named: InstanceID?, as caller: Caller) async throws -> NewCampaign.Fitness {
        let id = try await campaigns.sender(named, as: caller)
        let health = try await instances.health(of: id, through: figures, as: caller)
        return NewCampaign.Fitness(isSound: WorkerSafety(health).decision == .allow, messagesADay: health.warmUp.messagesADay)
    }
}
