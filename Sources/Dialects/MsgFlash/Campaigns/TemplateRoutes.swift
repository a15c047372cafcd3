import API
import Campaigns
import Contracts
import Core
import HTTP

/// One page of templates (contract MFX-16).
struct TemplatePage: Sendable {
    /// Which part of all there are.
    struct Pagination: Sendable {
        var page: Int
        var limit: Int
        var total: Int

        private static let count = Shape<Int>.integer(0...Int.max)

        static let shape = Shape.object(
            { page, limit, total, _ in Pagination(page: page, limit: limit, total: total) },
            Field("page", \.page, count), Field("limit", \.limit, count), Field("total", \.total, count, "How many templates there are"),
            Field("totalPages", { ($0.total + $0.limit - 1) / max($0.limit, 1) }, count))
    }

    var templates: [TemplateResource]
    var pagination: Pagination

    static let shape = Shape.object(
        { TemplatePage(templates: $0, pagination: $1) },
        Field("templates", \.templates, .list(of: TemplateResource.shape, max: MessagePage.limits.upperBound)),
        Field("pagination", \.pagination, Pagination.shape)
    ).named("TemplatePage")
}

/// What `POST /api/v1/templates/{id}/preview` takes.
struct PreviewRequest: Sendable {
    var variables: JSON?
    var contact: ContactID?
    var to: PhoneNumber?
    var instance: InstanceID?

    static let shape = Shape.object(
        { PreviewRequest(variables: $0, contact: $1, to: $2, instance: $3) },
        Field("variables", \.variables, optional: .members(), "An object with what fills `{{custom.…}}`"),
        Field("contactId", \.contact, optional: .identifier(), "Whom it is for"),
        Field("to", \.to, optional: .phoneNumber, "Whom it is for, by number"),
        Field("instanceId", \.instance, optional: .identifier(), "What it is sent from")
    ).named("PreviewRequest")
}

/// That something is gone.
struct Deletion: Sendable {
    var id: TemplateID
    var isDeleted = true

    static let shape = Shape.object(
        { Deletion(id: $0, isDeleted: $1) }, Field("id", \.id, .identifier()), Field("deleted", \.isDeleted, .constant(true))
    ).named("Deletion")
}

extension MsgFlash {
    /// How long a template's file is kept at least after the template was saved.
    static let templateFileTime: Duration = .seconds(366 * 24 * 3600)
    /// How far pages may be asked for.
    static let pages = 1...10_000

    var templateRoutes: [Route] { [createTemplate, listTemplates, getTemplate, changeTemplate, deleteTemplate, previewTemplate] }

    private var createTemplate: Route {
        Route(
            .post, "/api/v1/templates", "Keep a text with gaps", takes: .body(TemplateRequest.new, example: .example),
            gives: .created(DataBody.shape(of: TemplateResource.shape), example: DataBody(.example)), fails: [.notFound, .limitReached],
            auth: .key(.manage)
        ) { [self] call, body in
            try Team.refuse(call.request)
            let content = try await templateContent(body, at: call.runtime.clock.now, as: call.caller)
            let made = try await campaigns.createTemplate(body.name ?? "", content, at: "/text", as: call.caller)
            return DataBody(TemplateResource(made, of: call.caller.tenant))
        }.named("createTemplate", "An account has at most \(Campaigns.templatesLimit) templates.")
    }

    private var listTemplates: Route {
        Route(
            .get, "/api/v1/templates", "List templates, the newest first",
            takes: .query("page", .integer(Self.pages), default: 1),
            .query("limit", .integer(MessagePage.limits), default: MessagePage.standard),
            gives: .ok(DataBody.shape(of: TemplatePage.shape)), auth: .key(.read)
        ) { [campaigns] call, page, limit in
            try Team.refuse(call.request)
            let (found, total) = try await campaigns.templates(page: page, limit: limit, as: call.caller)
            return DataBody(
                TemplatePage(
                    templates: found.map { TemplateResource($0, of: call.caller.tenant) },
                    pagination: TemplatePage.Pagination(page: page, limit: limit, total: total)))
        }.named("listTemplates")
    }

    private var getTemplate: Route {
        Route(
            .get, "/api/v1/templates/{id}", "Get a template", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: TemplateResource.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [campaigns] call, id in
            try Team.refuse(call.request)
            return DataBody(TemplateResource(try await campaigns.template(id, as: call.caller), of: call.caller.tenant))
        }.named("getTemplate")
    }

    private var changeTemplate: Route {
        Route(
            .patch, "/api/v1/templates/{id}", "Change a template: its name, or all that it says",
            takes: .path("id", .identifier()), .body(TemplateRequest.change),
            gives: .ok(DataBody.shape(of: TemplateResource.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.manage)
        ) { [self] call, id, body in
            try Team.refuse(call.request)
            let content = body.words.isEmpty ? nil : try await templateContent(body, at: call.runtime.clock.now, as: call.caller)
            let changed = try await campaigns.changeTemplate(id, name: body.name, content: content, at: "/text", as: call.caller)
            return DataBody(TemplateResource(changed, of: call.caller.tenant))
        }.named("changeTemplate")
    }

    private var deleteTemplate: Route {
        Route(
            .delete, "/api/v1/templates/{id}", "Forget a template", takes: .path("id", .identifier()),
            gives: .ok(DataBody.shape(of: Deletion.shape), example: DataBody(Deletion(id: TemplateResource.example.id))), fails: [.notFound],
            auth: .key(.manage)
        ) { [campaigns] call, id in
            try Team.refuse(call.request)
            try await campaigns.removeTemplate(id, as: call.caller)
            return DataBody(Deletion(id: id))
        }.named("deleteTemplate", "Campaigns that were made from it go on.")
    }

    private var previewTemplate: Route {
        Route(
            .post, "/api/v1/templates/{id}/preview", "See what a template would say",
            takes: .path("id", .identifier()), .body(optional: PreviewRequest.shape),
            gives: .ok(DataBody.shape(of: TemplateParts.shape)), fails: [.notFound], auth: .key(.read)
        ) { [campaigns] call, id, body in
            try Team.refuse(call.request)
            var number = body?.to
            if let contact = body?.contact { number = try await campaigns.contact(contact, as: call.caller).number }
            let (content, missing) = try await campaigns.preview(
                id, variables: body?.variables, for: number, from: body?.instance, as: call.caller)
            return DataBody(TemplateParts(content, missing: missing))
        }.named("previewTemplate")
    }

    private func templateContent(_ request: TemplateRequest, at now: Instant, as caller: Caller) async throws -> MessageContent {
        try await content(of: request.completed, until: now + Self.templateFileTime, as: caller)
    }
}
