/// Remembers at least the last `limit` names and at most twice as many: two generations, of which the older is dropped whole.
struct RecentNames: Sendable {
    /// How many names are remembered at least.
    static let limit = 4096

    private var young: Set<String> = []
    private var old: Set<String> = []

    /// Remembers the name; false when it was remembered already.
    mutating func insert(_ name: String) -> Bool {
        if old.contains(name) || !young.insert(name).inserted { return false }
        if young.count >= Self.limit {
            old = young
            young = []
        }
        return true
    }
}
