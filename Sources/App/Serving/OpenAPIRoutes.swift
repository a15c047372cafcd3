import API
import Contracts
import HTTP

/// Serves the documents, each made once.
enum OpenAPIRoutes {
    static func routes(native: Dialect, others: [Dialect]) -> [Route] {
        [route("/openapi.json", native), route(path(native.name), native)] + others.map { route(path($0.name), $0) }
    }

    private static func path(_ name: DialectName) -> String { "/openapi/\(name.rawValue).json" }

    private static func route(_ path: String, _ dialect: Dialect) -> Route {
        let bytes = Array(OpenAPIDocument(dialect).text.utf8)
        return Route(.get, path, "The OpenAPI document of \(dialect.title)", gives: .raw("application/json"), auth: .none) { _ in
            HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: .bytes(bytes))
        }.undocumented
    }
}
