/// Answers requests.
package protocol HTTPResponder: Sendable {
    /// An answer that needs no task (health and the like), or nil. Called on the loop's thread; must not block.
    func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse?
    /// The answer. Runs as a task whose preferred executor is the loop of the connection.
    func respond(to request: HTTPRequest) async -> HTTPResponse
    /// Words an error of the protocol itself; the request is there if its head could be read.
    func refuse(_ refusal: HTTPRefusal) -> HTTPResponse
}

extension HTTPResponder {
    /// Nothing is answered at once unless a responder says so.
    package func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? { nil }
}
