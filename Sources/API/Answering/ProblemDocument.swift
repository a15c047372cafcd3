package import Contracts
package import HTTP

/// The body of a failure as RFC 9457 has it, `application/problem+json`: what Native and Admin answer.
package struct ProblemDocument: Sendable, Hashable {
    /// The media type of the document.
    package static let mediaType = "application/problem+json"

    /// A URI that names the kind of problem.
    package var type: String
    /// The kind of problem, for people; always the same for one type.
    package var title: String
    /// The status of the answer.
    package var status: Int
    /// What is wrong this time, for people.
    package var detail: String
    /// The kind of problem, for programs: stable, `snake_case`.
    package var code: String
    /// The id of the request.
    package var requestID: RequestID
    /// Every broken rule, for invalid input.
    package var errors: [Violation]?

    /// Puts a document together.
    package init(
        type: String = "about:blank", title: String, status: Int, detail: String, code: String, requestID: RequestID, errors: [Violation]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.requestID = requestID
        self.errors = errors
    }

    /// How it looks.
    package static let shape = Shape.object(
        make,
        Field("type", \.type, .text(), "A URI that names the kind of problem"),
        Field("title", \.title, .text(), "The kind of problem, for people"),
        Field("status", \.status, .integer(400...599), "The status of the answer"),
        Field("detail", \.detail, .text(), "What is wrong this time, for people"),
        Field("code", \.code, .text(), "The kind of problem, for programs: stable"),
        Field("request_id", \.requestID, .identifier(), "The id of the request, as in X-Request-Id"),
        Field("errors", \.errors, optional: .list(of: violation), "Every broken rule, for invalid input")
    ).named("Problem")

    private static let violation = Shape.object(
        { Violation($0, $1) },
        Field("pointer", \.pointer, .text(), "A JSON pointer into the body, or ?name for a query parameter; empty for the whole"),
        Field("detail", \.detail, .text(), "What the rule is"))

    private static let make: @Sendable (String, String, Int, String, String, RequestID, [Violation]?) -> ProblemDocument = {
        ProblemDocument(type: $0, title: $1, status: $2, detail: $3, code: $4, requestID: $5, errors: $6)
    }

    /// The answer that carries the document.
    package var response: HTTPResponse {
        .json(status, Self.shape, self, mediaType: Self.mediaType)
    }
}
