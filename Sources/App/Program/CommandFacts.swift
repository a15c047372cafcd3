import Contracts

/// What is written down of a command that the operator gives on the machine itself: it comes from no address.
final class CommandFacts: RequestFacts {
    let requestID: RequestID
    let clientAddress = ""

    init(requestID: RequestID) { self.requestID = requestID }
}
