package import Contracts
import Core
import Database

/// Which instance a request means. Asked for every message, so answered from memory: at most a second old, and at once after a change that this
/// process made.
extension Instances: SessionDirectory {
    package func instance(_ named: InstanceID?, for caller: Caller) async throws -> InstanceStanding {
        let question = Standings.Question(viewer: Viewer(caller), named: named ?? caller.instance)
        let context = context
        let answer = try await context.standings.answer(question) {
            try await context.database.read(as: question.viewer.tenant) { tx in try Self.answer(question, in: tx) }
        }
        switch answer {
        case .one(let standing): return standing
        case .none: throw Problem.notFound(.instance)
        case .several: throw Problem.invalid([Violation("/instance_id", "several instances could be meant; name one of them")])
        }
    }

    private static func answer(_ question: Standings.Question, in tx: borrowing Transaction) throws -> Standings.Answer {
        if let named = question.named {
            return try InstanceStore.find(named, for: question.viewer, in: tx).map { .one($0.details.standing) } ?? .none
        }
        let candidates = try InstanceStore.candidates(for: question.viewer, limit: 2, in: tx).map(\.details)
        guard let first = candidates.first else { return .none }
        guard !first.isDefault, candidates.count > 1, let second = candidates.last else { return .one(first.standing) }
        // None of them is linked: whichever is answered, nothing can be sent, and the caller is told so rather than asked to choose.
        guard first.status.isLinked else { return .one(first.standing) }
        if first.status.isReady != second.status.isReady || !second.status.isLinked { return .one(first.standing) }
        return .several
    }
}
