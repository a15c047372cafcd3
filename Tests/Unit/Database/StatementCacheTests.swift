import Testing

@testable import Database

/// Prepared statements of a connection.
@Suite struct StatementCacheTests {
    @Test func `a statement keeps its name, and the one used longest ago makes room`() {
        var cache = StatementCache()
        #expect(cache.name(of: "SELECT 0") == nil)
        for number in 0..<StatementCache.limit { #expect(cache.admit("SELECT \(number)").evicted == nil) }
        let first = cache.name(of: "SELECT 0")
        #expect(first != nil)
        let second = cache.name(of: "SELECT 1")
        _ = cache.name(of: "SELECT 0")
        for number in 2..<StatementCache.limit { _ = cache.name(of: "SELECT \(number)") }
        #expect(cache.admit("one more").evicted == second)
        #expect(cache.name(of: "SELECT 1") == nil)
        #expect(cache.name(of: "SELECT 0") == first)
    }
}
