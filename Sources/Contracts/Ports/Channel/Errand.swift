package import Core

/// Something to be done on an instance's session, in a form that can travel to the process that holds it.
package protocol Errand: Sendable {
    /// What comes back.
    associatedtype Answer: Sendable
    /// What it is called where it waits; never changes its meaning.
    static var kind: String { get }
    /// What is asked, as it travels.
    var json: JSON { get }
    /// Reads what `json` wrote; throws for anything else.
    init(json: JSON) throws
    /// Does it, where the session is.
    func run(on session: any Session) async throws(SendFailure) -> Answer
    /// The answer as it travels.
    static func json(of answer: Answer) -> JSON
    /// Reads what `json(of:)` wrote; throws for anything else.
    static func answer(from json: JSON) throws -> Answer
}

/// What has travelled is not what its kind says.
package struct UnreadableErrand: Error {
    /// The errand's kind.
    package let kind: String

    /// Names the kind.
    package init(kind: String) { self.kind = kind }
}

extension Errand where Answer == Bool {
    package static func json(of answer: Bool) -> JSON { .bool(answer) }
    package static func answer(from json: JSON) throws -> Bool {
        guard let answer = json.bool else { throw UnreadableErrand(kind: kind) }
        return answer
    }
}

extension Errand where Answer == Void {
    package static func json(of answer: Void) -> JSON { .null }
    package static func answer(from json: JSON) throws {}
}
