package import Contracts
package import Core
import Database

/// Reading groups: from memory as long as that is true, from WhatsApp otherwise.
extension Groups {
    /// The groups of the caller's instance in a fixed order: `limit` of them after the first `skipping`. WhatsApp is asked for all of them first
    /// where what is remembered is old, is from before the last connection, or is not to be trusted because `fresh` is asked for.
    package func list(
        skipping: Int = 0, limit: Int = perInstance, fresh: Bool = false, from named: InstanceID? = nil, as caller: Caller
    ) async throws -> [GroupDetails] {
        let instance = try await standing(named, as: caller)
        let source = try await synchronize(instance, anyhow: fresh)
        return try await database.read(as: instance.tenant) { tx in
            try GroupStore.page(of: instance, skipping: skipping, limit: limit, in: tx)
        }.map { $0.details(of: instance, from: source) }
    }

    /// The same, `limit` of them after the group `cursor`, and where the next page begins; nil after the last.
    package func list(
        after cursor: JID?, limit: Int, fresh: Bool = false, from named: InstanceID? = nil, as caller: Caller
    ) async throws -> (groups: [GroupDetails], next: JID?) {
        let instance = try await standing(named, as: caller)
        let source = try await synchronize(instance, anyhow: fresh)
        let rows = try await database.read(as: instance.tenant) { tx in
            try GroupStore.page(of: instance, after: cursor, limit: limit + 1, in: tx)
        }
        let page = rows.prefix(limit).map { $0.details(of: instance, from: source) }
        return (page, rows.count > limit ? page.last?.snapshot.id : nil)
    }

    /// One group. Throws `Problem.notFound(.group)` when the instance's number is not in it.
    package func group(
        _ id: JID, fresh: Bool = false, from named: InstanceID? = nil, as caller: Caller
    ) async throws -> GroupDetails {
        let instance = try await standing(named, as: caller)
        guard id.server == .group else { throw Problem.notFound(.group) }
        let now = runtime.clock.now
        let (row, listing) = try await database.read(as: instance.tenant) { tx in
            (try GroupStore.find(id, of: instance, in: tx), try ListingStore.find(of: instance, in: tx))
        }
        if !fresh {
            if let row, listing.vouches(for: row.syncedAt, at: now) { return try row.found.details(of: instance, from: .cache) }
            // A name that nobody knows costs one question for all groups, not one for each time that somebody tries it.
            guard row != nil else {
                let source = try await synchronize(instance, anyhow: false)
                let row = try await database.read(as: instance.tenant) { tx in try GroupStore.find(id, of: instance, in: tx) }
                guard let row else { throw Problem.notFound(.group) }
                return try row.found.details(of: instance, from: source)
            }
        }
        do {
            let snapshot = try await ask(ReadGroup(group: id), on: instance)
            return try await keep(snapshot, askedAt: now, of: instance)
        } catch Problem.notFound(.group) {
            if row != nil {
                try await database.write(as: instance.tenant) { tx in try GroupStore.forget(id, of: instance, at: now, in: tx) }
            }
            throw Problem.notFound(.group)
        }
    }

    /// What lets people into the group; asked of WhatsApp each time, since an administrator may have made it worthless. Throws
    /// `Problem.forbidden(.notGroupAdmin)` when the instance's number is no administrator.
    package func inviteLink(of id: JID, from named: InstanceID? = nil, as caller: Caller) async throws -> InviteLink {
        let instance = try await standing(named, as: caller)
        guard id.server == .group else { throw Problem.notFound(.group) }
        return InviteLink(code: try await ask(ReadInviteCode(group: id), on: instance))
    }

    /// What the clocks of the tenant's time zone show at that time, as though they stood in UTC.
    package func wallTime(at instant: Instant, as caller: Caller) async throws -> Instant {
        guard let zone = try await tenants.tenant(caller.tenant)?.timeZone else { throw Problem.notFound(.tenant) }
        guard zone != Self.universal else { return instant }
        return try await database.read(as: caller.tenant) { tx in try ZoneStore.wallTime(at: instant, in: zone, in: tx) }
    }

    private static let universal = "UTC"

    /// Remembers what WhatsApp answered to a question asked then.
    func keep(
        _ snapshot: GroupSnapshot, askedAt: Instant, of instance: InstanceReference, writingDown entry: AuditEntry? = nil
    ) async throws -> GroupDetails {
        try await database.write(as: instance.tenant) { tx in
            if let entry { try trail.record(entry, in: tx) }
            try GroupStore.keep([(snapshot.id, snapshot.json)], of: instance, at: askedAt, in: tx)
        }
        return GroupDetails(instance: instance.id, snapshot: snapshot, source: .channel, syncedAt: askedAt)
    }

    /// Asks for all groups unless what is remembered of them holds; says which it was.
    private func synchronize(_ instance: InstanceReference, anyhow: Bool) async throws -> GroupDetails.Source {
        guard !anyhow else {
            try await askForAll(of: instance)
            return .channel
        }
        if try await isListed(instance) { return .cache }
        // Of many who find it old at the same time one asks, and the others wait for the answer. Whoever comes when it has just been given finds it
        // by a second look.
        try await flights.share(instance) {
            if try await !isListed(instance) { try await askForAll(of: instance) }
        }
        return .channel
    }

    /// Whether what is remembered of all groups holds.
    private func isListed(_ instance: InstanceReference) async throws -> Bool {
        let now = runtime.clock.now
        let listing = try await database.read(as: instance.tenant) { tx in try ListingStore.find(of: instance, in: tx) }
        return listing.listedAt.map { listing.vouches(for: $0, at: now) } ?? false
    }

    private func askForAll(of instance: InstanceReference) async throws {
        let now = runtime.clock.now
        let groups = try await ask(ListGroups(), on: instance).prefix(Self.perInstance).map { ($0.id, $0.json) }
        // What is told of a group after the question was asked is newer than the answer, and stays.
        try await database.write(as: instance.tenant) { tx in
            try GroupStore.keep(groups, of: instance, at: now, in: tx)
            try GroupStore.forget(unseenSince: now, of: instance, in: tx)
            try ListingStore.listed(of: instance, at: now, in: tx)
        }
    }
}
