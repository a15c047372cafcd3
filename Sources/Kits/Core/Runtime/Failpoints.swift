import Glibc

/// Named places where a test may make the process die, fail or stall. Off, a passage costs one branch.
///
/// Written `name=action[@n]`, comma-separated; action `kill` (SIGKILL to this process), `error`, or `sleep:<ms>`; from the n-th passage on
/// or, with `kill`, at it.
package struct Failpoints: Sendable {
    /// A place in the code that a test can name.
    package enum Name: String, CaseIterable, Sendable {
        case afterParse = "after-parse"
        case afterBegin = "after-begin"
        case afterRecordInsert = "after-idem-insert"
        case afterAnswerWrite = "after-idem-answer"
        case afterMessageInsert = "after-message-insert"
        case beforeCommit = "before-commit"
        case afterCommitBeforeResponse = "after-commit-before-response"
        case afterClaimCommit = "after-claim-commit"
        case beforeSend = "before-wa-send"
        case afterSendBeforeAck = "after-wa-send-before-ack"
        case afterAckBeforeCommit = "after-ack-before-commit"
        case beforeWebhookPost = "before-webhook-post"
        case afterWebhookBeforeCommit = "after-webhook-2xx-before-commit"
        case duringMigration = "during-migration"
        case leaseRenew = "lease-renew"
        case duringDrain = "during-drain"
        case beforeRipeningCommit = "before-ripening-commit"
        case afterRipening = "after-ripening"
    }

    /// What a failpoint with the action `error` throws.
    package struct Failure: Error {
        /// Where it happened.
        package let name: Name
    }

    fileprivate enum Action: Sendable { case kill, error, sleep(milliseconds: UInt32) }
    fileprivate final class Plan: Sendable {
        let actions: [Name: (action: Action, from: Int)]
        let passages: Lock<[Name: Int]> = Lock([:])
        init(_ actions: [Name: (action: Action, from: Int)]) { self.actions = actions }
    }

    private let plan: Plan?

    /// No failpoint at all: what production runs with.
    package static let none = Failpoints(plan: nil)

    fileprivate init(plan: Plan?) { self.plan = plan }

    /// Reads a plan; nil when it names an unknown place or action.
    package init?(_ text: String) {
        var actions: [Name: (action: Action, from: Int)] = [:]
        for entry in text.split(separator: ",") {
            let sides = entry.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let name = Name(rawValue: String(sides[0])) else { return nil }
            let parts = sides[1].split(separator: "@", maxSplits: 1)
            guard let word = parts.first else { return nil }
            guard let from = parts.count == 2 ? Int(parts[1]) : 1, from >= 1 else { return nil }
            switch word {
            case "kill": actions[name] = (.kill, from)
            case "error": actions[name] = (.error, from)
            default:
                guard word.hasPrefix("sleep:"), let milliseconds = UInt32(word.dropFirst("sleep:".count)) else { return nil }
                actions[name] = (.sleep(milliseconds: milliseconds), from)
            }
        }
        plan = actions.isEmpty ? nil : Plan(actions)
    }

    /// Passes the place; does there what the plan says. `sleep` blocks the thread, as a stalled machine would.
    package func pass(_ name: Name) throws {
        guard let plan else { return }
        try plan.pass(name)
    }
}

extension Failpoints.Plan {
    fileprivate func pass(_ name: Failpoints.Name) throws {
        guard let (action, from) = actions[name] else { return }
        let passage = passages.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name, default: 0]
        }
        switch action {
        case .kill: if passage == from { raise(SIGKILL) }
        case .error: if passage >= from { throw Failpoints.Failure(name: name) }
        case .sleep(let milliseconds): if passage >= from { usleep(milliseconds * 1000) }
        }
    }
}
