import Contracts
import Core
import Foundation
import HTTP
import Media
import Net
import TestSupport
import Testing

extension MediaTests {
    /// Every URL of the corpus that would lead into the network that Herald runs in is refused, and no socket is opened for it.
    @Suite struct ForgeryTests {
        private static let loops: EventLoopGroup = {
            let loops = EventLoopGroup(count: 1)
            loops.start()
            return loops
        }()

        private struct Names: HostResolution {
            func resolve(_ host: String, port: Int, deadline: Duration) async throws(ResolverError) -> [SocketAddress] {
                guard let addresses = ForgedURLs.names[host] else { throw .unknownName }
                return addresses.compactMap { SocketAddress(ip: $0, port: port) }
            }
        }

        private struct NoLimits: MediaLimits {
            func mediaLimit(of kind: MediaKind, for tenant: TenantID) async throws -> Int? { nil }
        }

        /// Media as it is in production, but for the name service; `ports` as the policy has them.
        private func media(_ stage: Stage, ports: Set<Int>?) throws -> Media {
            let client = HTTPClient(
                loops: Self.loops.loops, resolver: Names(), tls: try .client(),
                policy: HTTPClientPolicy(schemes: [.https, .http], publicAddressesOnly: true, ports: ports))
            return Media(
                database: stage.harness.database.database, limits: NoLimits(), client: client, linkKey: Secret([1]),
                runtime: stage.harness.database.runtime)
        }

        @Test(.tags(.FS2_58)) func `every forged URL is refused where it stands`() async throws {
            let stage = try await Stage()
            let media = try media(stage, ports: [80, 443])
            #expect(ForgedURLs.all.count == 56)
            for (id, url) in ForgedURLs.all {
                let told = await Stage.violations { try await media.fetch(url, as: .image, at: "/mediaUrl", as: stage.caller) }
                #expect(told.map(\.pointer) == ["/mediaUrl"], "\(id)")
            }
        }

        /// The same hosts with a port at which somebody counts.
        @Test(.tags(.FS2_58)) func `no forged URL opens a socket inside`() async throws {
            let stage = try await Stage()
            let media = try media(stage, ports: nil)
            let inside = Eavesdropper()
            var tried = 0
            for (id, url) in ForgedURLs.all {
                guard let start = url.range(of: "://")?.upperBound else { continue }
                let end = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
                var authority = String(url[start..<end])
                if let colon = authority.lastIndex(of: ":"), authority[authority.index(after: colon)...].allSatisfy({ "0123456789".contains($0) }) {
                    authority = String(authority[..<colon])
                }
                let aimed = url[..<start] + authority + ":\(inside.port)" + url[end...]
                let told = await Stage.violations { try await media.fetch(String(aimed), as: .image, at: "", as: stage.caller) }
                #expect(!told.isEmpty, "\(id)")
                tried += 1
            }
            #expect(tried > 40)
            #expect(inside.connectionCount == 0)
            // That it would have been heard of is shown with the guard open.
            let open = HTTPClient(
                loops: Self.loops.loops, resolver: Names(), tls: try .client(), policy: HTTPClientPolicy(schemes: [.http], publicAddressesOnly: false)
            )
            let unguarded = Media(
                database: stage.harness.database.database, limits: NoLimits(), client: open, linkKey: Secret([1]),
                runtime: stage.harness.database.runtime)
            _ = await Stage.violations { try await unguarded.fetch("http://localhost:\(inside.port)/", as: .image, at: "", as: stage.caller) }
            try await eventually("a connection is counted") { inside.connectionCount > 0 }
        }
    }
}
