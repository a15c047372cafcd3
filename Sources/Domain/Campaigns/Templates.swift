package import Contracts
package import Core
import Database

/// Words with gaps.
extension Campaigns {
    /// How many templates a tenant may have.
    package static let templatesLimit = 10_000

    /// Keeps a new template. Throws `Problem.invalid` where a gap is not written as one, at `pointer`, or the name is too long,
    /// and `.limitReached(.template)`.
    package func createTemplate(
        _ name: String, _ content: MessageContent, at pointer: String = "/content", as caller: Caller
    ) async throws -> TemplateRecord {
        let now = runtime.clock.now
        let template = TemplateRecord(id: runtime.ids.next(), name: name, content: content, createdAt: now, updatedAt: now)
        try Self.check(template, at: pointer)
        try await database.write(as: caller.tenant) { tx in
            try requireRoom(for: .template, of: caller.tenant, in: tx)
            try TemplateStore.insert(template, of: caller.tenant, in: tx)
        }
        return template
    }

    /// The tenant's templates, the newest first, after the one named.
    package func templates(
        limit: Int, after: TemplateID? = nil, as caller: Caller
    ) async throws -> (templates: [TemplateRecord], next: TemplateID?) {
        let limit = limit.clamped(to: Self.pageLimits)
        let found = try await database.read(as: caller.tenant) { tx in
            try TemplateStore.page(of: caller.tenant, after: after, limit: limit + 1, in: tx)
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last?.id : nil)
    }

    /// The tenant's templates, the newest first, page by page from 1, and how many there are.
    package func templates(page: Int, limit: Int, as caller: Caller) async throws -> (templates: [TemplateRecord], total: Int) {
        let limit = limit.clamped(to: Self.pageLimits)
        // There is nothing beyond, and the product stays a number.
        let skipped = (page - 1).clamped(to: 0...Self.templatesLimit) * limit
        return try await database.read(as: caller.tenant) { tx in
            (
                try TemplateStore.page(of: caller.tenant, after: nil, skipping: skipped, limit: limit, in: tx),
                try TemplateStore.count(of: caller.tenant, in: tx)
            )
        }
    }

    /// One of the tenant's templates; `Problem.notFound(.template)` for any other id.
    package func template(_ id: TemplateID, as caller: Caller) async throws -> TemplateRecord {
        let found = try await database.read(as: caller.tenant) { tx in try TemplateStore.find(id, of: caller.tenant, in: tx) }
        guard let found else { throw Problem.notFound(.template) }
        return found
    }

    /// Changes what is named; throws as `createTemplate` and `template` do.
    package func changeTemplate(
        _ id: TemplateID, name: String?, content: MessageContent?, at pointer: String = "/content", as caller: Caller
    ) async throws -> TemplateRecord {
        let now = runtime.clock.now
        return try await database.write(as: caller.tenant) { tx in
            guard var template = try TemplateStore.lock(id, of: caller.tenant, in: tx) else { throw Problem.notFound(.template) }
            template.name = name ?? template.name
            template.content = content ?? template.content
            template.updatedAt = now
            try Self.check(template, at: pointer)
            try TemplateStore.update(template, of: caller.tenant, in: tx)
            return template
        }
    }

    /// Forgets a template; campaigns made from it go on. `Problem.notFound(.template)` for any id that is not the tenant's.
    package func removeTemplate(_ id: TemplateID, as caller: Caller) async throws {
        let removed = try await database.write(as: caller.tenant) { tx in try TemplateStore.delete(id, of: caller.tenant, in: tx) }
        guard removed else { throw Problem.notFound(.template) }
    }

    /// What the template says to `number`, sent from the instance: every gap filled.
    ///
    /// Throws `Problem.notFound(.template)`, and `.invalid` at `pointer` where gaps cannot be filled or the texts get too long.
    package func render(
        _ id: TemplateID, variables: JSON? = nil, for number: PhoneNumber? = nil, from instance: InstanceID? = nil,
        at pointer: String = "/template", as caller: Caller
    ) async throws -> MessageContent {
        let template = try await template(id, as: caller)
        let values = try await values(for: number, from: instance, variables: variables, isNeeded: template.variables, as: caller)
        let filled: MessageContent
        do {
            filled = try Filling.filled(template.content, with: values)
        } catch {
            throw Problem(error, at: pointer)
        }
        let overlong = filled.overlong
        guard overlong.isEmpty else { throw Problem.invalid(overlong.map { Violation("\(pointer)/variables", $0) }) }
        return filled
    }

    /// What the template would say, with those gaps filled that can be, and the names of those that cannot.
    package func preview(
        _ id: TemplateID, variables: JSON? = nil, for number: PhoneNumber? = nil, from instance: InstanceID? = nil, as caller: Caller
    ) async throws -> (content: MessageContent, missing: [String]) {
        let template = try await template(id, as: caller)
        let values = try await values(for: number, from: instance, variables: variables, isNeeded: template.variables, as: caller)
        let (content, rest) = Filling.attempted(template.content, with: values)
        return (content, (rest.missing + rest.unavailable).map(\.description))
    }

    private func values(
        for number: PhoneNumber?, from named: InstanceID?, variables: JSON?, isNeeded gaps: [String], as caller: Caller
    ) async throws -> GapValues {
        guard let tenant = try await tenants.tenant(caller.tenant) else { throw Problem.notFound(.tenant) }
        var values = GapValues(number: number, tenant: tenant, variables: variables ?? .object([]))
        if let number {
            values.contact = try await database.read(as: caller.tenant) { tx in
                try ContactStore.find([number], of: caller.tenant, in: tx)[number]
            }
        }
        if gaps.contains(where: { $0.hasPrefix(Gap.Owner.instance.rawValue + ".") }) {
            do {
                values.instance = GapValues.Instance(try await directory.instance(named, for: caller))
            } catch Problem.notFound where named == nil {
                // None yet: the gap says so itself.
            } catch Problem.invalid where named == nil {
                // Several could be meant: likewise.
            }
        }
        return values
    }

    private static func check(_ template: TemplateRecord, at pointer: String) throws(Problem) {
        var violations: [Violation] = []
        if !(1...TemplateRecord.nameLimit).contains(template.name.unicodeScalars.count) || template.name.utf8.contains(0) {
            violations.append(Violation("/name", "must have 1 to \(TemplateRecord.nameLimit) characters"))
        }
        _ = template.content.mappingTexts { text in
            do throws(GapText.Fault) {
                _ = try GapText(text)
            } catch {
                violations.append(Violation(pointer, error.detail, fault: .syntax))
            }
            return text
        }
        guard violations.isEmpty else { throw .invalid(violations) }
    }
}
