package import Core
import HTTP

/// A dialect's OpenAPI 3.1 document, made of the routes and shapes that the router and the validator read. The same routes always give the
/// same bytes: paths, components and answers are sorted, members of a schema keep the order they are written in.
package struct OpenAPIDocument: Sendable {
    /// The version of the specification.
    package static let specification = "3.1.0"

    /// The document.
    package let json: JSON
    private let examples: [(place: String, example: Example)]

    /// The document of `dialect`; `serverURL` is where this deployment is reached, used where the dialect names no server.
    package init(_ dialect: Dialect, serverURL: String? = nil) {
        var writer = OperationWriter(dialect)
        let paths = writer.paths(dialect.routes.filter(\.isDocumented))
        let webhooks = writer.webhooks(dialect.webhooks)
        let servers = dialect.servers.isEmpty ? [serverURL].compactMap(\.self) : dialect.servers

        var info = [JSON.Member("title", .string(dialect.title)), JSON.Member("version", .string(dialect.version))]
        if !dialect.about.isEmpty { info.append(JSON.Member("description", .string(dialect.about))) }
        info.append(JSON.Member("x-limits", Self.limits))
        var members = [JSON.Member("openapi", .string(Self.specification)), JSON.Member("info", .object(info))]
        if !servers.isEmpty {
            members.append(JSON.Member("servers", .array(servers.map { ["url": .string($0)] })))
        }
        members.append(JSON.Member("paths", paths))
        if dialect.webhooks.count > 0 { members.append(JSON.Member("webhooks", webhooks)) }
        members.append(JSON.Member("components", writer.components(dialect.security)))
        json = .object(members)
        examples = writer.examples
    }

    /// What no request may exceed, whatever it asks for, in bytes.
    private static var limits: JSON {
        let limits = HTTPLimits()
        return [
            "target_bytes": .integer(Int64(limits.targetBytes)), "head_bytes": .integer(Int64(limits.headBytes)),
            "head_fields": .integer(Int64(limits.fieldCount)), "body_bytes": .integer(Int64(limits.bodyBytes)),
        ]
    }

    /// The document as it is stored and served.
    package var text: String { json.prettyText }

    /// What is wrong with the examples, a line each: each must be read by its own shape and written again the same.
    package var faultyExamples: [String] {
        examples.compactMap { place, example in example.fault().map { "\(place): \($0)" } }
    }
}
