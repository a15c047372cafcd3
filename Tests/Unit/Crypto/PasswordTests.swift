import Core
import Testing

@testable import Crypto

@Suite struct PasswordTests {
    private static let cheap = PasswordParameters(costExponent: 4, blockSize: 8, parallelization: 1)
    private let chance = SystemChance()

    /// RFC 7914, section 12. Its fourth vector needs a gigabyte, which our own limit refuses.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func `scrypt gives the keys of RFC 7914`(password: String, salt: String, exponent: Int, size: Int, lanes: Int, key: String) throws {
        let parameters = try #require(PasswordParameters(costExponent: exponent, blockSize: size, parallelization: lanes))
        let derived = PasswordHash.derive(Array(password.utf8), salt: Array(salt.utf8), parameters: parameters, count: 64)
        #expect(derived.map { Hex.encode($0) } == key)
    }

    @Test func `a password is right against its own hash and wrong against another`() async throws {
        let hasher = PasswordHasher(chance: chance)
        let stored = try await hasher.hash("correct horse").description
        #expect(stored.hasPrefix("$scrypt$ln=17,r=8,p=1$"))
        #expect(try await hasher.check("correct horse", against: stored) == .right)
        #expect(try await hasher.check("correct horsf", against: stored) == .wrong)
    }

    @Test func `a hash with other parameters is right but outdated`() async throws {
        let cheap = try #require(Self.cheap)
        let old = try await PasswordHasher(parameters: cheap, chance: chance).hash("x").description
        let parameters = try #require(PasswordParameters(costExponent: 5, blockSize: 8, parallelization: 1))
        let hasher = PasswordHasher(parameters: parameters, chance: chance)
        #expect(try await hasher.check("x", against: old) == .rightButOutdated)
        #expect(try await hasher.check("y", against: old) == .wrong)
    }

    @Test func `where nothing is stored every password is wrong`() async throws {
        let hasher = try PasswordHasher(parameters: #require(Self.cheap), chance: chance)
        #expect(try await hasher.check("x", against: nil) == .wrong)
    }

    @Test func `a stored hash reads back as it was written`() throws {
        let cheap = try #require(Self.cheap)
        let hash = try #require(PasswordHash(of: [1], salt: [UInt8](repeating: 7, count: 16), parameters: cheap))
        #expect(PasswordHash(hash.description) == hash)
    }

    @Test(arguments: [
        "", "$scrypt$", "$scrypt$ln=17,r=8,p=1$c2FsdHNhbHQ", "scrypt$ln=4,r=8,p=1$c2FsdHNhbHQ$aGFzaA",
        "$scrypt$ln=04,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=24,r=64,p=64$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$ln=4,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$r=8,ln=4,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
    ])
    func `a malformed or greedy hash is not read`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `a password of more than 1024 bytes is refused, not cut`() async throws {
        let hasher = try PasswordHasher(parameters: #require(Self.cheap), chance: chance)
        await #expect(throws: PasswordHasher.Failure.tooLong) { try await hasher.hash(String(repeating: "é", count: 513)) }
        _ = try await hasher.hash(String(repeating: "é", count: 512))
    }

    @Test func `when too many wait, the next is told so at once`() async throws {
        let hasher = try PasswordHasher(
            parameters: #require(PasswordParameters(costExponent: 14, blockSize: 8, parallelization: 1)), queueLimit: 1, chance: chance)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    do throws(PasswordHasher.Failure) {
                        _ = try await hasher.hash("x")
                        return false
                    } catch { return error == .overloaded }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0)
        #expect(refused < 32)
    }
}
