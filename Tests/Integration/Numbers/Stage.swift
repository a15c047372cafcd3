import Contracts
import Core
import Database
import Events
import Numbers
import TestSupport
import Testing

/// The module on a database of its own, before a WhatsApp that counts what it is asked. Errands travel as between processes.
final class Stage: Sendable {
    let test: TestDatabase
    let clock = ManualClock()
    let session = AddressBook()
    let directory: FixedDirectory
    let numbers: Numbers
    let acme: TenantID
    let other: TenantID

    private init(_ test: TestDatabase) {
        self.test = test
        (acme, other) = (test.runtime.ids.next(), test.runtime.ids.next())
        directory = FixedDirectory(ids: test.runtime.ids)
        numbers = Numbers(
            database: test.database, directory: directory, errands: TravellingErrands(session: session), runtime: .testing(clock: clock))
    }

    static func with(_ body: (Stage) async throws -> Void) async throws {
        try await TestDatabase.with { test in try await body(Stage(test)) }
    }

    func caller(_ tenant: TenantID? = nil) -> Caller {
        Caller(tenant: tenant ?? acme, key: test.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
    }

    func check(_ texts: [String], from instance: InstanceID? = nil, of tenant: TenantID? = nil) async throws -> [NumberFact] {
        try await numbers.check(texts.map { try #require(PhoneNumber($0)) }, from: instance, as: caller(tenant))
    }

    /// As many numbers as one request may have, none of which any other such list has.
    static func many(_ list: Int, _ count: Int = Numbers.perRequest) -> [String] { (0..<count).map { "2547\(10_000_000 + list * 1000 + $0)" } }
}

/// Every tenant has connected instances: one unless others are named, and one of the sandbox.
final class FixedDirectory: SessionDirectory {
    let status = Lock(InstanceStatus.connected)
    let standard: InstanceID
    let second: InstanceID
    let sandbox: InstanceID

    init(ids: any IDSource) { (standard, second, sandbox) = (ids.next(), ids.next(), ids.next()) }

    func instance(_ named: InstanceID?, for caller: Caller) async throws -> InstanceStanding {
        guard named == nil || [standard, second, sandbox].contains(named) else { throw Problem.notFound(.instance) }
        return InstanceStanding(
            instance: InstanceReference(tenant: caller.tenant, id: named ?? standard), status: status.withLock { $0 }, channel: .simulator,
            isSandbox: named == sandbox, number: nil)
    }
}

/// Takes errands to the session as they would go to another process.
private struct TravellingErrands: SessionErrands {
    let session: AddressBook

    func run<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        #expect(Numbers.errands.contains { $0.kind == Asked.kind })
        let travelled = try Asked(json: JSONParser.parse(errand.json.bytes))
        return try Asked.answer(from: JSONParser.parse(Asked.json(of: try await travelled.run(on: session)).bytes))
    }
}

/// A session that knows who has an account: everybody whose number does not end in 0000, and who has not left.
final class AddressBook: Session {
    private let asked: Lock<[[String]]> = Lock([])
    let failure: Lock<SendFailure?> = Lock(nil)
    let left: Lock<Set<String>> = Lock([])

    /// The digits of what was asked since this was asked last, question by question.
    var questions: [[String]] {
        asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }

    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration] {
        asked.withLock { $0.append(numbers.map(\.digits)) }
        if let failure = failure.withLock({ $0 }) { throw failure }
        let left = left.withLock { $0 }
        return numbers.map { number in
            let exists = !number.digits.hasSuffix("0000") && !left.contains(number.digits)
            return NumberRegistration(
                number: number, jid: exists ? number.jid : nil, lid: exists ? JID(user: "9" + number.digits, server: .lid) : nil)
        }
    }

    var groups: (any GroupSession)? { nil }
    var sandbox: (any SandboxLine)? { nil }
    func send(_ message: OutboundMessage) async throws(SendFailure) { throw .unsupported }
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode { throw .unsupported }
    func answerPasskey(_ response: JSON) async throws(SendFailure) { throw .unsupported }
    func prove() async throws(SendFailure) {}
    func close(unlink: Bool) async {}
}

/// That this problem is thrown.
func expect<Value>(
    _ problem: Problem, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async {
    await #expect(throws: problem, sourceLocation: sourceLocation) { _ = try await body() }
}
