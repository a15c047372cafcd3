import Foundation
import TestSupport
import Testing

/// Promises R1, R2, R5 and R8 under kills at random, with every dialect at once. By hand, as it is asked of a release:
/// `CHAOS_SENDS=10000 CHAOS_KILLS=20 swift test --filter ChaosTests`.
@Suite(.serialized) struct ChaosTests {
    private static func number(_ name: String, else usual: Int) -> Int { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual }

    @Test func `whatever is killed when, what was accepted is sent once and in order`() async throws {
        let (sends, kills) = (Self.number("CHAOS_SENDS", else: 1000), Self.number("CHAOS_KILLS", else: 3))
        try await Folder.with { folder in
            let evidence = try await Chaos(in: folder, sends: sends, kills: kills).run()
            print(summary(of: evidence))
            let violations = evidence.violations
            #expect(violations.isEmpty, "\(violations.count): \(violations.prefix(12))")
            let accepted = evidence.sends.filter { $0.outcome == .accepted }.count
            #expect(accepted > sends / 3, "only \(accepted) of \(sends) were accepted")
        }
    }

    @Test func `a database that does not keep what it confirms is found out`() async throws {
        try await Folder.with { folder in
            let evidence = try await Chaos(in: folder, sends: 1200, kills: 4, victims: [.database], isDurable: false).run()
            print(summary(of: evidence))
            #expect(evidence.violations.contains { $0.hasPrefix("lost") }, "nothing was lost, or nobody noticed")
        }
    }

    private func summary(of evidence: ChaosEvidence) -> String {
        let count = { (wanted: ChaosOutcome) in evidence.sends.filter { $0.outcome == wanted }.count }
        let kills = evidence.journal.filter { if case .kill = $0 { true } else { false } }.count
        let violations = evidence.violations
        return """
            chaos: \(evidence.sends.count) sends, \(kills) kills: \(count(.accepted)) accepted, \(count(.refused)) refused, \(count(.unknown)) unknown; \
            \(evidence.rows.count) rows; \(evidence.journal.count - kills) transmissions, \(evidence.repetitions) of them repetitions; \
            \(violations.count) violations \(violations.prefix(3))
            """
    }
}
