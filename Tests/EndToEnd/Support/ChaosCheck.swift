/// What became of one send, as its client saw it.
enum ChaosOutcome: Sendable {
    /// Answered as accepted.
    case accepted
    /// Refused, with nothing accepted.
    case refused
    /// Not answered, or in a way that leaves it open.
    case unknown
}

/// One send: of which client, as the how-manieth, to whom.
struct ChaosSend: Sendable, Hashable {
    let client: Int
    let number: Int
    let chat: String

    /// What it says, which nobody else says.
    var text: String { "\(client)-\(number)" }
}

/// What is true after a run, told by three witnesses: the clients, the rows, and the network's journal.
struct ChaosEvidence: Sendable {
    struct Row: Sendable {
        let text: String
        let chat: String
        let whatsAppID: String
        let state: String
    }

    /// A line of the journal: something received, or a kill.
    enum Entry: Sendable {
        case received(whatsAppID: String, chat: String)
        case kill
    }

    var sends: [(send: ChaosSend, outcome: ChaosOutcome)] = []
    var rows: [Row] = []
    var journal: [Entry] = []
    /// What of the ledger and of the audit trails does not hold.
    var faults: [String] = []
    /// States that were seen to go back.
    var stepsBack: [String] = []

    /// What of promises R1, R2, R5, R8, R11 and G1 does not hold, as sentences.
    var violations: [String] { losses + strangers + transmissions + inversions + stepsBack + faults }

    /// How many were received more than once.
    var repetitions: Int {
        let ids = journal.compactMap { if case .received(let id, _) = $0 { id } else { nil } }
        return ids.count - Set(ids).count
    }

    /// Accepted means that there is a row; refused that there is none; at most one in any case.
    private var losses: [String] {
        let found = Dictionary(rows.map { ($0.text, 1) }, uniquingKeysWith: +)
        return sends.compactMap { send, outcome in
            let count = found[send.text] ?? 0
            switch outcome {
            case .accepted where count == 0: return "lost: \(send.text) was accepted and is not there"
            case .refused where count > 0: return "unwanted: \(send.text) was refused and is there"
            default: return count > 1 ? "doubled: \(send.text) is there \(count) times" : nil
            }
        }
    }

    /// What is there was asked for.
    private var strangers: [String] {
        let asked = Set(sends.map(\.send.text))
        return rows.filter { !asked.contains($0.text) }.map { "invented: \($0.text) was never asked for" }
    }

    /// Each row went out under its one id, again only after a kill, and nothing else went out.
    private var transmissions: [String] {
        var violations: [String] = []
        var lastReceived: [String: Int] = [:]
        var kills = 0
        for entry in journal {
            switch entry {
            case .kill: kills += 1
            case .received(let id, _):
                if lastReceived[id] == kills { violations.append("repeated: \(id) without a kill between") }
                lastReceived[id] = kills
            }
        }
        let known = Set(rows.map(\.whatsAppID))
        violations += lastReceived.keys.filter { !known.contains($0) }.map { "unknown: \($0) went out and no row has it" }
        for row in rows {
            if lastReceived[row.whatsAppID] == nil { violations.append("unsent: \(row.text) is \(row.state) and never went out") }
            if !["sent", "delivered", "read"].contains(row.state) { violations.append("open: \(row.text) is \(row.state)") }
        }
        if known.count != rows.count { violations.append("\(rows.count - known.count) rows share an id with another") }
        return violations
    }

    /// In each chat, what was asked for later was received later, repetitions included.
    private var inversions: [String] {
        let texts = Dictionary(rows.map { ($0.whatsAppID, $0.text) }, uniquingKeysWith: { first, _ in first })
        let numbers = Dictionary(sends.map { ($0.send.text, $0.send.number) }, uniquingKeysWith: { first, _ in first })
        var last: [String: Int] = [:]
        var violations: [String] = []
        for case .received(let id, let chat) in journal {
            guard let number = texts[id].flatMap({ numbers[$0] }) else { continue }
            if let before = last[chat], before > number { violations.append("inverted: \(chat) got \(number) after \(before)") }
            last[chat] = max(last[chat] ?? number, number)
        }
        return violations
    }
}
