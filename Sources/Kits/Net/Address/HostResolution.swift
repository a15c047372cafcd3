/// Finds the addresses of a name. `Resolver` asks the system; tests have answers of their own.
package protocol HostResolution: Sendable {
    /// All addresses of `host`, in the order in which they should be tried, with `port` on each; never none.
    func resolve(_ host: String, port: Int, deadline: Duration) async throws(ResolverError) -> [SocketAddress]
}
