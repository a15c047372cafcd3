import API
import Contracts
import HTTP

/// `/llms.txt`: what there is, for programs that read documentation (contract MF-19; llmstxt.org has the form).
struct DocumentationIndex: Sendable {
    let text: String

    /// The index of what the dialect documents.
    init(of dialect: Dialect) {
        let document = "/openapi/\(dialect.name.rawValue).json"
        let endpoints = dialect.routes.filter(\.isDocumented).map { route in
            "- [\(route.method.name) \(route.path)](\(document)): \(route.summary)"
        }
        text = """
            # \(dialect.title)

            > \(dialect.about)

            Every request shows an API key in the header `\(MsgFlash.keyHeader)`. A success is `{"data": …}`, a failure is
            `{"error": {"code": "…", "message": "…"}}`, with `details` where a request breaks rules.

            ## Endpoints

            \(endpoints.joined(separator: "\n"))

            ## Documents

            - [OpenAPI](\(document)): every endpoint with its fields, answers and errors

            """
    }

    var route: Route {
        Route(.get, "/llms.txt", "An index of this API, for programs that read documentation", gives: .raw("text/markdown"), auth: .none) {
            [text] _ in
            HTTPResponse(status: 200, fields: ["Content-Type": "text/markdown; charset=utf-8"], body: .bytes(Array(text.utf8)))
        }.undocumented
    }
}
