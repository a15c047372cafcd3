import Contracts
import Core
import TestSupport
import Testing

/// Contract MF-11: whatever belongs to another account is as good as nothing at all.
@Suite(.serialized, .herald) struct TenantTests {
    @Test(.tags(.MF_11), arguments: Array(Stage.paths.dropFirst()))
    func `another account's instance is answered byte for byte as nobody's`(path: String) async throws {
        let (one, two) = (try await Stage(), try await Stage())
        // Linked, so that nothing but the id is in the way.
        _ = try await one.tenant.linkedInstance("254700000001")
        let foreign = try await two.tenant.linkedInstance("254700000002")
        let answer = try await one.get(path, of: foreign)
        let nobodys = try await one.get(path, of: one.harness.database.runtime.ids.next(Instance.self).description)
        #expect(answer.status == 404)
        #expect(answer.code == "NOT_FOUND")
        #expect(nobodys.status == 404)
        #expect(answer.body == nobodys.body)
        for name in ["Content-Type", "Content-Length", "Cache-Control", "Allow", "WWW-Authenticate", "Retry-After"] {
            #expect(answer.header(name) == nobodys.header(name), "\(name)")
        }
        #expect(answer.header("X-Request-Id") != nobodys.header("X-Request-Id"))
        #expect(try await two.get(path, of: foreign).status == 200)
    }

    @Test(.tags(.MF_11)) func `the list holds what is the account's own`() async throws {
        let (one, two) = (try await Stage(), try await Stage())
        let mine = try await one.tenant.pairingInstance()
        let theirs = try await two.tenant.pairingInstance()
        #expect(try await one.listed()["id"]?.string == mine)
        #expect(try await two.listed()["id"]?.string == theirs)
    }
}
