import API
import Campaigns
import Contracts
import Core
import HTTP
import Instances
import Messaging

extension Native {
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
            .post, "/v1/campaigns", "Send one content to many", takes: .body(CampaignRequest.shape, example: CampaignRequest.example),
            gives: .created(CampaignResource.shape, location: { "/v1/campaigns/\($0.id)" }), fails: [.notFound, .notReady, .limitReached],
            auth: .key(.send)
        ) { [self] call, body in
            let caller = call.caller
            let audience = try body.recipients.audience()
            var startsAt: Instant?
            if let text = body.startsAt { startsAt = try await messaging.sendTime(text, at: "/starts_at", as: caller).instant }
            let words: NewCampaign.Words
            switch (body.content, body.template) {
            case (let content?, nil):
                let until = (startsAt ?? call.runtime.clock.now) + Self.campaignFileTime
                words = .content(try await self.content(content, until: until, as: caller))
            // Beside a template the type says nothing new.
            case (_, let template?): words = .template(template.id, variables: template.variables ?? .object([]))
            case (nil, nil): throw Problem.invalid([Violation("/type", "is required, or template is")])
            }
            let wanted = NewCampaign(
                name: body.name, instance: body.instance, audience: audience, words: words, repetition: body.repetition, startsAt: startsAt,
                fitness: try await fitness(of: body.instance, as: caller))
            return try await campaigns.createCampaign(wanted, as: caller)
        }.named(
            "createCampaign",
            "Numbers that have opted out are left out, whoever names them. At most \(Campaigns.campaignsLimit) campaigns are unfinished at a time.")
    }

    private var listCampaigns: Route {
        Route(
            .get, "/v1/campaigns", "List campaigns, the newest first", takes: PageLimit.input, PageLimit.cursor(of: Campaign.self),
            .query("status", optional: Shape<CampaignRecord.Status>.choice()), .query("instance_id", optional: .identifier()),
            gives: .ok(Page<CampaignRecord, Campaign>.shape(of: CampaignResource.shape)), auth: .key(.read)
        ) { [campaigns, messaging] call, limit, cursor, status, instance in
            let (found, next) = try await campaigns.campaigns(
                limit: limit, after: cursor, status: status, instance: instance, through: messaging, as: call.caller)
            return Page(data: found, next: next)
        }
    }

    private var getCampaign: Route {
        Route(
            .get, "/v1/campaigns/{id}", "Get a campaign and how far it has come", takes: .path("id", .identifier()),
            gives: .ok(CampaignResource.shape), fails: [.notFound], auth: .key(.read)
        ) { [campaigns, messaging] call, id in
            try await campaigns.campaign(id, through: messaging, as: call.caller)
        }
    }

    private func steer(
        _ word: String, _ summary: String, _ act: @escaping @Sendable (CampaignID, Caller) async throws -> CampaignRecord
    ) -> Route {
        Route(
            .post, "/v1/campaigns/{id}/\(word)", summary, takes: .path("id", .identifier()), gives: .ok(CampaignResource.shape),
            fails: [.notFound, .conflict, .notReady], auth: .key(.send)
        ) { call, id in
            try await act(id, call.caller)
        }
    }

    /// What the instance's health says of a campaign.
    private func fitness(of named: InstanceID?, as caller: Caller) async throws -> NewCampaign.Fitness {
        let id = try await campaigns.sender(named, as: caller)
        let health = try await instances.health(of: id, through: messaging, as: caller)
        let isSound =
            switch health.state {
            case .healthy, .warming: true
            case .caution, .atRisk, .restricted: false
            }
        return NewCampaign.Fitness(isSound: isSound, messagesADay: health.warmUp.messagesADay)
    }
}
