package import Contracts

/// What the sender of a request calls it, so that the same request again has no second effect (IETF draft-ietf-httpapi-idempotency-key-header).
package struct IdempotencyKey: Hashable, Sendable {
    /// The header that carries it.
    package static let header = "Idempotency-Key"
    /// How long it may be, in characters.
    package static let length = 1...255
    private static let rule = "must be given once, and be 1 to 255 characters of printable ASCII"

    /// As it was sent, without quotes around it.
    package let text: String

    /// Reads the values of the header; throws `Problem.invalid` unless there is one, of printable ASCII and not too long. As a string of RFC 8941,
    /// which the draft makes of it, it is the same as without the quotes.
    package init(_ values: [String]) throws(Problem) {
        var text = values.first?[...] ?? ""
        if text.utf8.count > 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
        guard values.count == 1, Self.length.contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .invalid([Violation("#" + Self.header, Self.rule)])
        }
        self.text = String(text)
    }
}
