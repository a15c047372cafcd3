import Core
import HTTP
import Net
import TestSupport

/// A client with a loop and a name service of its own.
final class ClientBench: Sendable {
    let client: HTTPClient
    private let loops = EventLoopGroup(count: 1)
    let tenant: TenantID = SystemIDSource(clock: SystemClock()).next()

    init(
        names: [String: [String]] = [:], trusting authority: TestAuthority? = nil,
        policy: HTTPClientPolicy = HTTPClientPolicy(schemes: [.http, .https], publicAddressesOnly: false),
        limits: (inout HTTPClientLimits) -> Void = { _ in }
    ) throws {
        var chosen = HTTPClientLimits()
        limits(&chosen)
        loops.start()
        client = HTTPClient(
            loops: loops.loops, resolver: FixedNames(names: names), tls: try .client(extraAuthorities: authority?.certificate), policy: policy,
            limits: chosen)
    }

    deinit { loops.stop() }

    func get(
        _ url: String, fields: HTTPFields = HTTPFields(), pool: TenantID? = nil, deadline: Duration = .seconds(20),
        content: HTTPClientRequest.Content = .whole(upTo: 10_000_000), isRepeatable: Bool = false
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        try await send(.get, url, fields: fields, pool: pool, deadline: deadline, content: content, isRepeatable: isRepeatable)
    }

    func send(
        _ method: HTTPMethod, _ url: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = [], pool: TenantID? = nil,
        deadline: Duration = .seconds(20), content: HTTPClientRequest.Content = .whole(upTo: 10_000_000), isRepeatable: Bool = false
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        guard let url = try? HTTPURL(url) else { throw .requestNotAllowed }
        return try await client.send(
            HTTPClientRequest(
                method, url, fields: fields, body: body, pool: pool ?? tenant, deadline: deadline, content: content, isRepeatable: isRepeatable))
    }
}

private struct FixedNames: HostResolution {
    let names: [String: [String]]

    func resolve(_ host: String, port: Int, deadline: Duration) async throws(ResolverError) -> [SocketAddress] {
        guard let addresses = names[host] else { throw .unknownName }
        return addresses.compactMap { SocketAddress(ip: $0, port: port) }
    }
}
