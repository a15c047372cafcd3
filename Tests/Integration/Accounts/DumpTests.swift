import Accounts
import Auth
import Contracts
import Core
import Crypto
import Database
import Glibc
import TestSupport
import Testing

@Suite struct DumpTests {
    @Test func `a dump of the database gives away no key, no token, no invitation, no password, no data key and no sealed secret`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme")
            let issued = try await node.auth.issue(NewKey(name: "More", environment: .live), for: acme.tenant).text.reveal
            let token = try await node.signIn(acme.owner.email, acme.owner.password.reveal, to: acme.tenant).token.reveal
            let link = try await node.accounts.invite(email: "guest@acme.test", role: .viewer, as: acme.asOwner(node)).link
            let invited = try #require(link.split(separator: "#").last.map(String.init))
            let canary = "canary-\(node.runtime.ids.next(Tenant.self))"
            let sealed = try await node.sealing.seal(Array(canary.utf8), for: acme.tenant, context: "test")
            try await node.test.script("CREATE TABLE public.sealed AS SELECT '\\x\(Hex.encode(sealed))'::bytea AS secret")

            let dump = try dump(of: node)
            // It is a dump, and of this database.
            #expect(dump.contains("owner@acme.test") && dump.contains(Hex.encode(sealed)))
            let secrets = [acme.apiKey.reveal, acme.testKey.reveal, issued, token, invited, acme.owner.password.reveal, canary]
            for secret in secrets {
                // The prefix that is shown of a key is not enough to be one; what comes after it must be nowhere.
                let tail = String(secret.dropFirst(secret.hasPrefix("hk_") ? APIKey.prefixLength : 0))
                for form in [tail, Hex.encode(tail.utf8), Base64.standard.encode(tail.utf8)] {
                    #expect(!dump.contains(form), "a secret of \(secret.utf8.count) bytes can be read")
                }
            }

            let wrapped = try await node.database.system { tx in
                try tx.first("SELECT wrapped FROM accounts.data_key WHERE tenant_id = \(acme.tenant)") { try $0.next([UInt8].self) }
            }
            let bytes = try #require(wrapped)
            #expect(dump.contains(Hex.encode(bytes)))
            // Only the master key makes a key of it, and that is not there to be found.
            #expect(throws: KeyWrap.Broken.self) { try KeyWrap.unwrap(bytes, under: SymmetricKey(chance: SystemChance())) }
            _ = try KeyWrap.unwrap(bytes, under: node.masterKey)
        }
    }

    private func dump(of node: Node) throws -> String {
        let connection = node.test.owner.connection.reveal.replacing("'", with: "'\\''")
        let output = try #require(popen("pg_dump --dbname='\(connection)'", "re"))
        var dump: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, output), count > 0 { dump += chunk[..<count] }
        #expect(pclose(output) == 0)
        return String(decoding: dump, as: UTF8.self)
    }
}
