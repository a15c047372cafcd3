import Accounts
import Contracts
import Core
import Crypto
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Contract FS1-40 to FS1-50: what `POST /login` takes and answers, and what its token is good for.
    @Suite struct LoginTests {
        static let credentials: JSON = ["email": "sosmongare@gmail.com", "password": "admin123"]

        @Test(.tags(.FS1_40, .FS1_41, .FS1_42, .FS1_43)) func `the documented example answers a token that lives an hour`() async throws {
            let stage = try await Stage()
            _ = try await stage.post("/register", Stage.person())
            let answer = try await stage.post("/login", Self.credentials)
            #expect(answer.status == 200)
            #expect(answer.json.names == ["status", "access_token", "token_type", "expires_in"])
            #expect(answer.json["token_type"] == "Bearer")
            #expect(answer.json["expires_in"] == 3600)
            let token = try #require(answer.json["access_token"]?.string)
            // Opaque: long enough not to be guessed, and made anew each time.
            #expect(token.utf8.count >= 43)
            #expect(token != stage.tenant.key)
            #expect(try await stage.post("/login", Self.credentials).json["access_token"]?.string != token)
        }

        @Test(.tags(.FS1_44)) func `a token works at once, and no longer than an hour`() async throws {
            let clock = ShiftedClock()
            try await Harness.with(clock: clock) { harness in
                let stage = try await Stage(on: harness)
                let token = try await stage.token()
                #expect(try await stage.post("/instances", token: token).status == 200)
                clock.advance(by: .seconds(3570))
                #expect(try await stage.post("/instances", token: token).status == 200)
                clock.advance(by: .seconds(31))
                let answer = try await stage.post("/instances", token: token)
                #expect(answer.isFailure(401))
                #expect(answer.complaint == "Unauthorized")
            }
        }

        @Test(.tags(.FS1_45, .FS1_46)) func `a wrong password and an unknown address are answered alike`() async throws {
            let stage = try await Stage()
            _ = try await stage.post("/register", Stage.person())
            let wrong = try await stage.post("/login", ["email": "sosmongare@gmail.com", "password": "admin124"])
            let unknown = try await stage.post("/login", ["email": "nobody@gmail.com", "password": "admin123"])
            for answer in [wrong, unknown] {
                #expect(answer.isFailure(401))
                #expect(answer.complaint == "Invalid credentials")
            }
            #expect(wrong.body == unknown.body)
        }

        @Test(.tags(.FS1_46)) func `an unknown address costs as much work as a wrong password`() async throws {
            // Hashed as in production, some hundred milliseconds, beside which the rest of an answer is nothing.
            try await Harness.with(passwords: .current) { harness in
                let stage = try await Stage(on: harness)
                _ = try await stage.post("/register", Stage.person())
                let clock = SystemClock()
                func time(_ email: String) async throws -> Duration {
                    let start = clock.monotonic
                    #expect(try await stage.post("/login", ["email": .string(email), "password": "admin124"]).status == 401)
                    return clock.monotonic - start
                }
                let known = try await time("sosmongare@gmail.com")
                let unknown = try await time("nobody@gmail.com")
                #expect(unknown > known / 4)
                #expect(unknown < known * 4)
            }
        }

        static let wrong: [JSON?] = [nil, .null, "", 7, []]

        @Test(.tags(.FS1_40, .FS1_47), arguments: ["email", "password"], wrong)
        func `a member that is missing or no text is refused`(name: String, value: JSON?) async throws {
            let stage = try await Stage()
            let answer = try await stage.post("/login", Self.credentials.with(name, value))
            #expect(answer.isFailure(400))
            #expect(answer.complaint == "Invalid request parameters")
        }

        @Test(.tags(.FS1_48)) func `who goes on guessing is made to wait, and says so`() async throws {
            try await Harness.with { harness in
                let stage = try await Stage(on: harness)
                _ = try await stage.post("/register", Stage.person())
                var statuses: [Int] = []
                for _ in 0..<Throttle.pair.capacity {
                    statuses.append(try await stage.post("/login", ["email": "sosmongare@gmail.com", "password": "admin124"]).status)
                }
                #expect(statuses.allSatisfy { $0 == 401 })
                // Now even the right one has to wait.
                let answer = try await stage.post("/login", Self.credentials)
                #expect(answer.isFailure(429), "\(answer.text)")
                #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
                // Another account is not concerned.
                _ = try await stage.post("/register", Stage.person("another@gmail.com"))
                #expect(try await stage.post("/login", ["email": "another@gmail.com", "password": "admin123"]).status == 200)
            }
        }

        @Test(.tags(.FS1_48)) func `who guesses at one account after another from one address is made to wait as well, nobody else is`() async throws
        {
            try await Harness.with(["HERALD_TRUSTED_PROXIES": "127.0.0.1"]) { harness in
                let stage = try await Stage(on: harness)
                func guess(_ number: Int, from address: String) async throws -> TestAnswer {
                    try await harness.client.call(
                        "POST", "/login", ["email": .string("guess\(number)@gmail.com"), "password": "admin124"],
                        headers: [("api-key", stage.tenant.key), ("X-Forwarded-For", address)])
                }
                var statuses: [Int] = []
                for number in 0..<Throttle.address.capacity { statuses.append(try await guess(number, from: "203.0.113.7").status) }
                #expect(statuses.allSatisfy { $0 == 401 })
                let answer = try await guess(Throttle.address.capacity, from: "203.0.113.7")
                #expect(answer.isFailure(429), "\(answer.text)")
                #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
                #expect(try await guess(0, from: "198.51.100.7").status == 401, "from elsewhere")
            }
        }

        @Test(.tags(.FS1_49)) func `the API key is a token as well, as the documented example has it`() async throws {
            let stage = try await Stage()
            #expect(try await stage.post("/instances", token: stage.tenant.key).status == 200)
        }

        @Test(.tags(.FS1_50)) func `who registered with one tenant cannot log in with another`() async throws {
            let (one, two) = (try await Stage(), try await Stage())
            _ = try await one.post("/register", Stage.person())
            let answer = try await two.post("/login", Self.credentials)
            #expect(answer.isFailure(401))
            #expect(answer.complaint == "Invalid credentials")
            #expect(try await one.post("/login", Self.credentials).status == 200)
        }
    }
}
