import API
import Contracts
import Core
import Instances

/// What the instance's health says about sending from it (contract MFX-13). Advice: nothing is held back because of it.
struct WorkerSafety: Sendable {
    /// Whether anything speaks against it.
    enum Decision: String, CaseIterable, Sendable { case allow, warn }
    /// How likely harm is.
    enum Risk: String, CaseIterable, Sendable { case low, medium, high }

    var decision: Decision
    var risk: Risk
    var state: InstanceHealth.SafetyState
    var score: Int

    static let shape = Shape.object(
        { WorkerSafety(decision: $0, risk: $1, state: $2, score: $3) },
        Field("decision", \.decision, .choice(), "Whether the instance's health speaks against sending; advice only"),
        Field("riskLevel", \.risk, .choice()),
        Field("state", \.state, .choice(), "As in the instance's health"),
        Field("score", \.score, .integer(0...InstanceHealth.bestScore), "As in the instance's health")
    ).named("WorkerSafety")

    static let example = WorkerSafety(decision: .allow, risk: .low, state: .healthy, score: 100)
}

extension WorkerSafety {
    init(_ health: InstanceHealth) {
        let risk: Risk =
            switch health.state {
            case .healthy, .warming: .low
            case .caution: .medium
            case .atRisk, .restricted: .high
            }
        self.init(decision: risk == .low ? .allow : .warn, risk: risk, state: health.state, score: health.score)
    }
}

extension MsgFlash {
    /// What is thought of each of the instances; of one that is gone, nothing.
    func safety(of ids: some Sequence<InstanceID>, as caller: Caller) async throws -> [InstanceID: WorkerSafety] {
        var found: [InstanceID: WorkerSafety] = [:]
        for id in Set(ids) {
            do {
                found[id] = WorkerSafety(try await instances.health(of: id, through: figures, as: caller))
            } catch Problem.notFound {
                found[id] = nil
            }
        }
        return found
    }
}
