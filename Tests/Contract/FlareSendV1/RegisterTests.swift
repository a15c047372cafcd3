import Auth
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Contract FS1-20 to FS1-33: what `POST /register` takes and answers.
    @Suite struct RegisterTests {
        @Test(.tags(.FS1_20, .FS1_22, .FS1_23, .FS1_24, .FS1_25, .FS1_29)) func `the documented example makes an account`() async throws {
            let stage = try await Stage()
            let answer = try await stage.post("/register", Stage.person())
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json.names == ["status", "user_id", "message", "created_at"])
            #expect(answer.json["message"] == "Account created successfully")
            let id = try #require(answer.json["user_id"]?.string)
            #expect(id.wholeMatch(of: try Regex("u[0-9a-f]{32}")) != nil)
            let people = try await stage.harness.database.count(
                """
                SELECT count(*) FROM accounts.person
                WHERE tenant_id = \(stage.tenant.id) AND email = 'sosmongare@gmail.com' AND replace(id::text, '-', '') = \(String(id.dropFirst()))
                """)
            #expect(people == 1)
            #expect(try await stage.post("/api/v1/register", Stage.person("another@gmail.com")).status == 404)
        }

        @Test(.tags(.FS1_21)) func `no token is needed, and a wrong one does no harm`() async throws {
            let stage = try await Stage()
            #expect(try await stage.post("/register", Stage.person(), token: "nonsense").status == 200)
            let withoutKey = try await stage.harness.client.call("POST", "/register", key: stage.tenant.key, Stage.person("another@gmail.com"))
            #expect(withoutKey.isFailure(401))
        }

        static let wrong: [JSON?] = [nil, .null, "", 7, true, [], [:]]

        @Test(.tags(.FS1_22, .FS1_26), arguments: ["firstname", "lastname", "email", "password"], wrong)
        func `a member that is missing, empty or no text is refused in the documented words`(name: String, value: JSON?) async throws {
            let stage = try await Stage()
            let answer = try await stage.post("/register", Stage.person().with(name, value))
            #expect(answer.isFailure(400))
            #expect(answer.complaint == "Invalid request parameters")
        }

        @Test(.tags(.FS1_27), arguments: ["nonsense", "@gmail.com", "sos@", "sos mongare@gmail.com", "sos@gmail..com", "a@b@c.d", "sos@gmail.com\n"])
        func `what is no address is refused in the same words`(address: String) async throws {
            let stage = try await Stage()
            let answer = try await stage.post("/register", Stage.person(address))
            #expect(answer.isFailure(400))
            #expect(answer.complaint == "Invalid request parameters")
        }

        @Test(.tags(.FS1_28, .FS1_31), arguments: ["sosmongare@gmail.com", "SosMongare@Gmail.com", "SOSMONGARE@GMAIL.COM"])
        func `an address has one account, in whatever case it is written`(address: String) async throws {
            let stage = try await Stage()
            #expect(try await stage.post("/register", Stage.person()).status == 200)
            let answer = try await stage.post("/register", Stage.person(address, password: "another password"))
            #expect(answer.isFailure(400))
            #expect(answer.complaint == "Email already registered")
            // And the first one is as it was.
            #expect(try await stage.post("/login", ["email": .string(address), "password": "admin123"]).status == 200)
        }

        @Test(.tags(.FS1_28)) func `another tenant may have somebody of the same address`() async throws {
            let (one, two) = (try await Stage(), try await Stage())
            #expect(try await one.post("/register", Stage.person()).status == 200)
            #expect(try await two.post("/register", Stage.person()).status == 200)
        }

        @Test(.tags(.FS1_30)) func `the password is kept as a slow hash, and said nowhere`() async throws {
            try await Harness.with(passwords: .current) { harness in
                let stage = try await Stage(on: harness)
                let secret = "correct horse battery staple 7f3a"
                let answer = try await stage.post("/register", Stage.person(password: secret))
                #expect(answer.status == 200)
                #expect(!answer.text.contains(secret))
                _ = try await stage.post("/login", ["email": "sosmongare@gmail.com", "password": .string(secret)])
                _ = try await stage.post("/register", Stage.person("nonsense", password: secret))
                #expect(!harness.log.text.contains(secret))
                let hashed = try await harness.database.count(
                    """
                    SELECT count(*) FROM accounts.person
                    WHERE tenant_id = \(stage.tenant.id) AND email = 'sosmongare@gmail.com' AND to_jsonb(person)::text LIKE '%$scrypt$ln=17,r=8,p=1$%'
                    """)
                #expect(hashed == 1)
            }
        }

        @Test(.tags(.FS1_32)) func `who has just registered can log in`() async throws {
            let stage = try await Stage()
            #expect(try await stage.post("/register", Stage.person()).status == 200)
            #expect(try await stage.post("/login", ["email": "sosmongare@gmail.com", "password": "admin123"]).status == 200)
        }

        @Test(.tags(.FS1_33)) func `the key, which the operator gave out, decides whose the new user is`() async throws {
            let (one, two) = (try await Stage(), try await Stage())
            #expect(try await one.post("/register", Stage.person()).status == 200)
            for (stage, expected) in [(one, 1), (two, 0)] {
                let people = try await stage.harness.database.count(
                    """
                    SELECT count(*) FROM accounts.person
                    WHERE tenant_id = \(stage.tenant.id) AND email = 'sosmongare@gmail.com' AND role = 'member'
                    """)
                #expect(people == expected)
            }
        }

        @Test(.tags(.FS1_33)) func `a key that may not manage makes no users`() async throws {
            let stage = try await Stage()
            let key = try await stage.harness.key(of: stage.tenant, scopes: [.send, .read])
            #expect(try await stage.post("/register", Stage.person(), key: key).isFailure(403))
        }
    }
}
