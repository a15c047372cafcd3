import API
import Campaigns
import Contracts
import Core
import HTTP

extension Native {
    /// How long a template's file is kept at least after the template was saved.
    static let templateFileTime: Duration = .seconds(366 * 24 * 3600)

    var templateRoutes: [Route] { [createTemplate, listTemplates, getTemplate, changeTemplate, deleteTemplate, previewTemplate] }

    private var createTemplate: Route {
        Route(
            .post, "/v1/templates", "Keep words with gaps", takes: .body(TemplateRequest.new),
            gives: .created(TemplateResource.shape, location: { "/v1/templates/\($0.id)" }), fails: [.limitReached], auth: .key(.manage)
        ) { [self] call, body in
            guard let content = body.content else { throw Problem.invalid([Violation("/type", "is required")]) }
            let words = try await self.content(content, until: call.runtime.clock.now + Self.templateFileTime, as: call.caller)
            return TemplateResource(
                try await campaigns.createTemplate(body.name ?? "", words, at: Self.pointer(of: words), as: call.caller))
        }.named("createTemplate", "A tenant has at most \(Campaigns.templatesLimit) templates.")
    }

    private var listTemplates: Route {
        Route(
            .get, "/v1/templates", "List templates, the newest first", takes: PageLimit.input, PageLimit.cursor(of: Template.self),
            gives: .ok(Page<TemplateResource, Template>.shape(of: TemplateResource.shape)), auth: .key(.read)
        ) { [campaigns] call, limit, cursor in
            let (found, next) = try await campaigns.templates(limit: limit, after: cursor, as: call.caller)
            return Page(data: found.map { TemplateResource($0) }, next: next)
        }
    }

    private var getTemplate: Route {
        Route(
            .get, "/v1/templates/{id}", "Get a template", takes: .path("id", .identifier()), gives: .ok(TemplateResource.shape),
            fails: [.notFound], auth: .key(.read)
        ) { [campaigns] call, id in
            TemplateResource(try await campaigns.template(id, as: call.caller))
        }
    }

    private var changeTemplate: Route {
        Route(
            .patch, "/v1/templates/{id}", "Change a template: its name, or all that it says",
            takes: .path("id", .identifier()), .body(TemplateRequest.change), gives: .ok(TemplateResource.shape), fails: [.notFound],
            auth: .key(.manage)
        ) { [self] call, id, body in
            var words: MessageContent?
            if let content = body.content {
                words = try await self.content(content, until: call.runtime.clock.now + Self.templateFileTime, as: call.caller)
            }
            return TemplateResource(
                try await campaigns.changeTemplate(
                    id, name: body.name, content: words, at: words.map(Self.pointer) ?? "/text", as: call.caller))
        }
    }

    private var deleteTemplate: Route {
        Route(
            .delete, "/v1/templates/{id}", "Forget a template; campaigns that were made from it go on", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound], auth: .key(.manage)
        ) { [campaigns] call, id in
            try await campaigns.removeTemplate(id, as: call.caller)
        }
    }

    private var previewTemplate: Route {
        Route(
            .post, "/v1/templates/{id}/preview", "See what a template would say",
            takes: .path("id", .identifier()), .body(optional: PreviewRequest.shape), gives: .ok(TemplatePreview.shape), fails: [.notFound],
            auth: .key(.read)
        ) { [campaigns] call, id, body in
            var number = body?.number
            if let contact = body?.contact { number = try await campaigns.contact(contact, as: call.caller).number }
            let (content, missing) = try await campaigns.preview(
                id, variables: body?.variables, for: number, from: body?.instance, as: call.caller)
            return TemplatePreview(content: content, missing: missing)
        }
    }

    /// The member that a content's texts are in.
    private static func pointer(of content: MessageContent) -> String {
        switch content {
        case .text: "/text"
        case .media: "/caption"
        case .location: "/location"
        case .contacts: "/contacts"
        case .reaction: "/reaction"
        case .buttons: "/buttons"
        case .list: "/list"
        }
    }
}
