/// How much a young instance should send, by how long it has been used: WhatsApp distrusts new linked devices that write to many people.
/// Advice, made of what operators of such numbers report to hold; WhatsApp states no limits.
package struct WarmUp: Sendable, Hashable {
    /// How far an instance has grown.
    package enum Stage: String, Sendable, CaseIterable {
        case new, early, growing, maturing, established
    }

    /// The stage it is in.
    package let stage: Stage
    /// For how many whole days it has been used.
    package let age: Int

    /// The stage of an instance that has been used for `age` days.
    package init(age: Int) {
        self.age = max(age, 0)
        stage = Stage.allCases.last { $0.firstDay <= max(age, 0) } ?? .new
    }

    /// How many messages in 24 hours are advised.
    package var messagesADay: Int { stage.messagesADay }
    /// How many people in 24 hours who have not written before are advised.
    package var newContactsADay: Int { stage.newContactsADay }
    /// On which day of its age the next stage begins; nil in the last.
    package var nextStageDay: Int? { Stage.allCases.first { $0.firstDay > age }?.firstDay }
    /// Whether it has grown up.
    package var isOver: Bool { stage == .established }
}

extension WarmUp.Stage {
    fileprivate var firstDay: Int {
        switch self {
        case .new: 0
        case .early: 3
        case .growing: 7
        case .maturing: 14
        case .established: 30
        }
    }

    fileprivate var messagesADay: Int {
        switch self {
        case .new: 20
        case .early: 50
        case .growing: 120
        case .maturing: 300
        case .established: 1000
        }
    }

    fileprivate var newContactsADay: Int {
        switch self {
        case .new: 5
        case .early: 15
        case .growing: 30
        case .maturing: 60
        case .established: 200
        }
    }
}
