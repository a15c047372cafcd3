import Contracts
import Core

/// The groups that one simulated number is in, and how the instance's vault keeps them: each under a name of its own, and a list of the names, so
/// that a change writes the group that changed and no other.
struct GroupBook: Sendable {
    /// How many groups a simulated number may be in.
    static let limit = 500
    /// The name under which the vault keeps the list.
    static let index = "groups"

    private var groups: [JID: SimulatedGroup] = [:]

    var isFull: Bool { groups.count >= Self.limit }
    /// The groups in the order in which they were made.
    var all: [SimulatedGroup] { groups.values.sorted { ($0.createdAt, $0.id.user) < ($1.createdAt, $1.id.user) } }

    subscript(id: JID) -> SimulatedGroup? {
        get { groups[id] }
        set { groups[id] = newValue }
    }

    /// The names of the groups that the list speaks of; none where there is no list.
    static func names(in index: [UInt8]?) -> [String] {
        guard let index, let list = try? JSONParser.parse(index).array else { return [] }  // what is no JSON is no list
        return list.compactMap(\.string)
    }

    /// Reads the groups that the vault keeps.
    init(kept: [String: [UInt8]] = [:]) {
        for group in kept.values.compactMap(SimulatedGroup.init(bytes:)) { groups[group.id] = group }
    }

    /// What the vault has to change so that it keeps this instead of `earlier`.
    func changes(since earlier: GroupBook) -> [String: [UInt8]?] {
        var changes: [String: [UInt8]?] = [:]
        for (id, group) in groups where earlier.groups[id] != group { changes[Self.name(of: id)] = .some(group.bytes) }
        for id in earlier.groups.keys where groups[id] == nil { changes[Self.name(of: id)] = .some(nil) }
        guard groups.keys != earlier.groups.keys else { return changes }
        let names = groups.keys.map(Self.name).sorted()
        changes[Self.index] = .some(names.isEmpty ? nil : JSON.array(names.map(JSON.string)).bytes)
        return changes
    }

    /// What there is to tell of it since `earlier`, in the order in which groups were made.
    func happenings(since earlier: GroupBook, at now: Instant) -> [Happening] {
        all.filter { earlier.groups[$0.id] != $0 }.map { .group($0.snapshot) }
            + earlier.all.filter { groups[$0.id] == nil }.map { .groupLeft($0.id, at: now) }
    }

    private static func name(of id: JID) -> String { "group:" + id.user }
}
