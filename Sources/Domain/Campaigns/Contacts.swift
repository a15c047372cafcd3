package import Contracts
import Core
import Database

/// Whom a tenant writes to.
extension Campaigns {
    /// How many contacts a tenant may have.
    package static let contactsLimit = 100_000

    /// Keeps a new contact; `Problem.conflict(.contactExists)` where there is one of that number, `.limitReached(.contact)`, `.invalid`.
    package func createContact(_ wanted: NewContact, as caller: Caller) async throws -> ContactRecord {
        let now = runtime.clock.now
        let contact = ContactRecord(
            id: runtime.ids.next(), number: wanted.number, name: wanted.name, firstName: wanted.firstName, lastName: wanted.lastName,
            email: wanted.email, tags: Self.merged(wanted.tags), custom: wanted.custom, createdAt: now, updatedAt: now)
        try Self.check(contact)
        return try await uniquely {
            try await database.write(as: caller.tenant) { tx in
                try requireRoom(for: .contact, of: caller.tenant, in: tx)
                try ContactStore.insert(contact, of: caller.tenant, in: tx)
                if let isOptedOut = wanted.isOptedOut {
                    try OptOutStore.set(isOptedOut, contact.number, of: caller.tenant, at: now, in: tx)
                }
                return try found(contact.id, of: caller.tenant, in: tx)
            }
        }
    }

    /// The tenant's contacts, the newest first, after the one named: those that have one of `tags`, if any are named, and that number.
    package func contacts(
        limit: Int, after: ContactID? = nil, tags: [String] = [], number: PhoneNumber? = nil, as caller: Caller
    ) async throws -> (contacts: [ContactRecord], next: ContactID?) {
        let limit = limit.clamped(to: Self.pageLimits)
        let found = try await database.read(as: caller.tenant) { tx in
            try ContactStore.page(of: caller.tenant, after: after, tags: tags, number: number, limit: limit + 1, in: tx)
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last?.id : nil)
    }

    /// One of the tenant's contacts; `Problem.notFound(.contact)` for any other id.
    package func contact(_ id: ContactID, as caller: Caller) async throws -> ContactRecord {
        try await database.read(as: caller.tenant) { tx in try found(id, of: caller.tenant, in: tx) }
    }

    /// Changes what is named; throws as `createContact` and `contact` do.
    package func changeContact(_ id: ContactID, _ change: ContactChange, as caller: Caller) async throws -> ContactRecord {
        let now = runtime.clock.now
        return try await uniquely {
            try await database.write(as: caller.tenant) { tx in
                guard var contact = try ContactStore.lock(id, of: caller.tenant, in: tx) else { throw Problem.notFound(.contact) }
                contact.number = change.number ?? contact.number
                contact.name = change.name.applied(to: contact.name)
                contact.firstName = change.firstName.applied(to: contact.firstName)
                contact.lastName = change.lastName.applied(to: contact.lastName)
                contact.email = change.email.applied(to: contact.email)
                contact.tags = change.tags.map(Self.merged) ?? contact.tags
                contact.custom = change.custom ?? contact.custom
                contact.updatedAt = now
                try Self.check(contact)
                try ContactStore.update(contact, of: caller.tenant, in: tx)
                if let isOptedOut = change.isOptedOut {
                    try OptOutStore.set(isOptedOut, contact.number, of: caller.tenant, at: now, in: tx)
                }
                return try found(id, of: caller.tenant, in: tx)
            }
        }
    }

    /// Forgets a contact, but not that it has opted out; `Problem.notFound(.contact)` for any id that is not the tenant's.
    package func removeContact(_ id: ContactID, as caller: Caller) async throws {
        let removed = try await database.write(as: caller.tenant) { tx in try ContactStore.delete(id, of: caller.tenant, in: tx) }
        guard removed else { throw Problem.notFound(.contact) }
    }

    private func found(_ id: ContactID, of tenant: TenantID, in tx: borrowing Transaction) throws -> ContactRecord {
        guard let contact = try ContactStore.find(id, of: tenant, in: tx) else { throw Problem.notFound(.contact) }
        return contact
    }

    /// Says of a write that gave a contact the number of another that there is one already.
    private func uniquely<Value>(_ write: () async throws -> Value) async throws -> Value {
        do {
            return try await write()
        } catch let error as DatabaseError where ContactStore.isTakenNumber(error) {
            throw Problem.conflict(.contactExists)
        }
    }

    /// The tags in their order, each once.
    private static func merged(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        return tags.filter { seen.insert($0).inserted }
    }

    private static func check(_ contact: ContactRecord) throws(Problem) {
        var violations: [Violation] = []
        func check(_ text: String?, _ pointer: String, _ limit: Int) {
            guard let text else { return }
            if text.unicodeScalars.count > limit || text.utf8.contains(0) {
                violations.append(Violation(pointer, "must have at most \(limit) characters, none of them U+0000"))
            }
        }
        check(contact.name, "/name", ContactRecord.nameLimit)
        check(contact.firstName, "/first_name", ContactRecord.nameLimit)
        check(contact.lastName, "/last_name", ContactRecord.nameLimit)
        check(contact.email, "/email", ContactRecord.emailLimit)
        if let email = contact.email, !email.isEmpty, !email.contains("@") { violations.append(Violation("/email", "must be an e-mail address")) }
        if contact.tags.count > ContactRecord.tagsLimit {
            violations.append(Violation("/tags", "must have at most \(ContactRecord.tagsLimit) elements"))
        }
        for (index, tag) in contact.tags.enumerated() {
            if tag.isEmpty { violations.append(Violation("/tags/\(index)", "must not be empty")) }
            check(tag, "/tags/\(index)", ContactRecord.tagLimit)
        }
        violations += brokenRules(ofCustom: contact.custom)
        guard violations.isEmpty else { throw .invalid(violations) }
    }

    private static func brokenRules(ofCustom custom: JSON) -> [Violation] {
        guard let members = custom.object, members.count <= ContactRecord.customLimit else {
            return [Violation("/custom", "must be an object of at most \(ContactRecord.customLimit) members")]
        }
        return members.compactMap { member in
            let isNamed = (1...ContactRecord.customNameLimit).contains(member.name.unicodeScalars.count) && !member.name.utf8.contains(0)
            switch member.value {
            case .string(let text) where isNamed && text.unicodeScalars.count <= ContactRecord.customTextLimit && !text.utf8.contains(0): return nil
            case .integer where isNamed, .number where isNamed, .bool where isNamed: return nil
            default:
                return Violation(
                    "/custom/\(member.name)",
                    "must be a text of at most \(ContactRecord.customTextLimit) characters, a number or a truth value, under a name of at most "
                        + "\(ContactRecord.customNameLimit)")
            }
        }
    }
}

extension Int {
    func clamped(to range: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
