import API
import Contracts
import HTTP
import Testing

/// Contract 1.7, row by row. The territories are those that the server starts with.
@Suite struct DialectResolverTests {
    /// A request, and whose it is.
    struct Row: Sendable, CustomTestStringConvertible {
        let method: HTTPMethod
        let path: String
        let host: String?
        let headers: [String]
        let dialect: DialectName

        init(_ method: HTTPMethod, _ path: String, host: String? = nil, _ headers: [String] = [], is dialect: DialectName) {
            self.method = method
            self.path = path
            self.host = host
            self.headers = headers
            self.dialect = dialect
        }

        var testDescription: String {
            "\(method) \(host ?? "")\(path) [\(headers.joined(separator: ", "))] is \(dialect.rawValue)"
        }

        var request: HTTPRequest {
            var fields = HTTPFields()
            if let host { fields.add("Host", host) }
            for header in headers {
                fields.add(header, "")
            }
            return HTTPRequest(method: method, target: path, fields: fields)
        }
    }

    private static let methods: [HTTPMethod] = [.get, .head, .post, .put, .patch, .delete, .options, HTTPMethod("BREW")]
    private static let headers = ["api-key", "Authorization", "x-api-key"]
    /// Every set of the headers that carry credentials.
    private static let headerSets = (0..<1 << headers.count).map { bits in headers.indices.filter { bits >> $0 & 1 == 1 }.map { headers[$0] } }

    /// Paths that are one dialect's alone, whatever the method and the headers.
    static let unique: [(DialectName, String)] =
        [
            (.flareSendV1, ["/register", "/register/", "/register/x", "/login", "/instances", "/instances/x"]),
            (
                .flareSendV2,
                [
                    "/schedule-message", "/scheduled-messages", "/scheduled-messages/SCHED-1", "/groups", "/groups/",
                    "/groups/120363@g.us/participants",
                    "/channels", "/channels/1/messages", "/check-number",
                ]
            ),
            (.flowIQ, ["/send-whatsapp", "/send-whatsapp/", "/send%2Dwhatsapp", "/%73end-whatsapp"]),
            (
                .sessions,
                [
                    "/api/v1/sessions", "/api/v1/sessions/", "/api/v1/sessions/1/stream", "/api/v1/keys", "/api/v1/keys/1", "/api/v1/messages/media",
                    "/api/v1/messages/media/x", "/api/v1/messages/audio", "/api/v1/%73essions",
                ]
            ),
            (
                .msgFlash,
                [
                    "/api/v1/instances", "/api/v1/instances/1/health", "/api/v1/messages/send", "/api/v1/messages/schedule", "/api/v1/campaigns",
                    "/api/v1/campaigns/1", "/api/v1/templates/1/preview", "/api/v1/contacts/bulk-delete", "/api/v1/webhooks",
                    "/api/v1/number-lookups/1/progress", "/api/v1/billing/plans", "/api/v1/usage", "/api/v1/me", "/api/%76%31/me", "/llms.txt",
                ]
            ),
            (.admin, ["/admin", "/admin/v1/plans"]),
            (
                .native,
                [
                    "/", "/v1", "/v1/messages", "/v1/instances", "/health/ready", "/openapi.json", "/docs", "/api", "/api/", "/api/v1", "/api/v1/",
                    "/api/v1/unknown", "/api/v2/sessions", "/groupsx", "/Groups", "/register%2Fx", "//register", "/%zz", "/send-whatsapp%", "*",
                ]
            ),
        ].flatMap { dialect, paths in paths.map { (dialect, $0) } }

    @Test(arguments: unique)
    func `a path of one dialect is its own with every method and header`(dialect: DialectName, path: String) throws {
        let resolver = try Self.resolver()
        for method in Self.methods {
            for headers in Self.headerSets {
                let row = Row(method, path, headers, is: dialect)
                #expect(resolver.dialect(of: row.request) == dialect, "\(row.testDescription)")
            }
        }
    }

    static let shared: [Row] =
        [HTTPMethod.post, .get, .head, .options, .delete].flatMap { method in
            ["/send-message", "/send-message/", "/send-message/x", "/send%2dmessage"].flatMap { path in
                [
                    Row(method, path, is: .flareSendV2),
                    Row(method, path, ["Authorization"], is: .flareSendV2),
                    Row(method, path, ["x-api-key"], is: .flareSendV2),
                    Row(method, path, ["x-api-key", "Authorization"], is: .flareSendV2),
                    Row(method, path, ["api-key"], is: .flareSendV1),
                    Row(method, path, ["API-KEY"], is: .flareSendV1),
                    Row(method, path, ["Authorization", "Api-Key"], is: .flareSendV1),
                    Row(method, path, ["x-api-key", "api-key"], is: .flareSendV1),
                    Row(method, path, ["x-api-key", "api-key", "authorization"], is: .flareSendV1),
                ]
            }
        }
        + [HTTPMethod.get, .head, .options, .put, .delete].flatMap { method in
            ["/api/v1/messages", "/api/v1/messages/", "/api/v1/messages/1", "/api/v1/messages/1/", "/api/v1/m%65ssages/1"].flatMap { path in
                [
                    Row(method, path, is: .msgFlash),
                    Row(method, path, ["api-key"], is: .msgFlash),
                    Row(method, path, ["x-api-key"], is: .msgFlash),
                    Row(method, path, ["X-API-Key"], is: .msgFlash),
                    Row(method, path, ["Authorization"], is: .sessions),
                    Row(method, path, ["AUTHORIZATION"], is: .sessions),
                    Row(method, path, ["api-key", "Authorization"], is: .sessions),
                    Row(method, path, ["Authorization", "x-api-key"], is: .msgFlash),
                    Row(method, path, ["api-key", "authorization", "X-Api-Key"], is: .msgFlash),
                ]
            }
        }
        + headerSets.map { Row(.post, "/api/v1/messages", $0, is: .sessions) }
        + [
            // Only that very path takes a message.
            Row(.post, "/api/v1/messages/1", is: .msgFlash), Row(.post, "/api/v1/messages/1", ["Authorization"], is: .sessions),
        ]

    static let hosts: [Row] = [
        Row(.post, "/send-message", host: "api.flaresend.io", is: .flareSendV1),
        Row(.post, "/send-message", host: "api.flaresend.com", ["api-key"], is: .flareSendV2),
        Row(.post, "/send-message", host: "API.FlareSend.IO:8080", is: .flareSendV1),
        Row(.post, "/send-message", host: "a.b.flaresend.io.", is: .flareSendV1),
        Row(.get, "/v1/messages", host: "api.flaresend.com:443", is: .flareSendV2),
        Row(.get, "/api/v1/messages", host: "srv.msgflash.com", ["Authorization"], is: .msgFlash),
        Row(.post, "/api/v1/messages", host: "SRV.MSGFLASH.COM", is: .msgFlash),
        Row(.get, "/", host: "api.flowiq.live:1", is: .flowIQ),
        Row(.get, "/%zz", host: "api.flowiq.live", is: .flowIQ),
        Row(.options, "*", host: "api.flowiq.live", is: .flowIQ),
        // Names that only look like one.
        Row(.post, "/send-message", host: "evilflaresend.io", is: .flareSendV2),
        Row(.post, "/send-message", host: "flaresend.io", is: .flareSendV2),
        Row(.post, "/send-message", host: "api.flaresend.io.example.com", is: .flareSendV2),
        Row(.get, "/v1", host: "x.srv.msgflash.com", is: .native),
        Row(.get, "/v1", host: "localhost:8080", is: .native),
        Row(.get, "/v1", host: "[::1]:8080", is: .native),
        Row(.get, "/v1", host: "", is: .native),
    ]

    @Test(arguments: shared) func `on a shared path the method decides, and then whether a header is there`(row: Row) throws {
        #expect(try Self.resolver().dialect(of: row.request) == row.dialect)
    }

    @Test(arguments: hosts) func `a host of a dialect decides before everything else`(row: Row) throws {
        #expect(try Self.resolver().dialect(of: row.request) == row.dialect)
    }

    @Test func `what a dialect has is nobody's while it is not there`() throws {
        let resolver = try DialectResolver([(.native, .of(.native)), (.flareSendV2, .of(.flareSendV2))], fallback: .native)
        #expect(resolver.dialect(of: Row(.post, "/register", is: .native).request) == .native)
        #expect(resolver.dialect(of: Row(.post, "/send-message", ["api-key"], is: .flareSendV2).request) == .flareSendV2)
        #expect(resolver.dialect(of: Row(.get, "/", host: "api.flowiq.live", is: .native).request) == .native)
    }

    /// Two claims that nothing tells apart.
    static let contests: [(Territory.Claim, Territory.Claim)] = [
        ("/x", "/x"), (.init("/x", with: "a"), .init("/x", with: "b")), (.init("/x", with: "a"), .init("/x", without: "b")),
        (.init(.get, "/x"), .init(.get, "/x")),
    ]

    @Test(arguments: contests) func `two claims that nothing tells apart stop the start`(one: Territory.Claim, other: Territory.Claim) {
        #expect(throws: RouterError.contested("/x", .flowIQ, .sessions)) {
            try DialectResolver([(.native, Territory()), (.flowIQ, Territory([one])), (.sessions, Territory([other]))], fallback: .native)
        }
    }

    /// Claims to one path that a method, a header or its length tells apart.
    static let neighbours: [(Territory.Claim, Territory.Claim)] = [
        (.init("/x", with: "a"), .init("/x", without: "A")), (.init("/x", with: "a"), "/x"), (.init(.get, "/x"), "/x"),
        (.init(.get, "/x"), .init(.post, "/x")), ("/x/y", "/x"), (.init(.get, "/x"), .init("/x", with: "a")),
    ]

    @Test(arguments: neighbours) func `claims that something tells apart do not`(one: Territory.Claim, other: Territory.Claim) throws {
        _ = try DialectResolver([(.native, Territory()), (.flowIQ, Territory([one])), (.sessions, Territory([other]))], fallback: .native)
    }

    @Test func `a host of two dialects, a dialect twice, and a missing fallback stop the start`() {
        let host = Territory(hosts: ["*.example.com"])
        #expect(throws: RouterError.contested("*.Example.com", .native, .flowIQ)) {
            try DialectResolver([(.native, host), (.flowIQ, Territory(hosts: ["*.Example.com"]))], fallback: .native)
        }
        #expect(throws: RouterError.repeatedDialect(.native)) {
            try DialectResolver([(.native, Territory()), (.native, Territory())], fallback: .native)
        }
        #expect(throws: RouterError.noFallback(.native)) { try DialectResolver([(.flowIQ, Territory())], fallback: .native) }
    }

    @Test func `a name wins over a domain, and a longer domain over a shorter one`() throws {
        let resolver = try DialectResolver(
            [
                (.native, Territory(hosts: ["*.example.com"])), (.flowIQ, Territory(hosts: ["*.api.example.com"])),
                (.sessions, Territory(hosts: ["a.api.example.com"])),
            ], fallback: .native)
        for (host, dialect) in [("b.example.com", DialectName.native), ("b.api.example.com", .flowIQ), ("a.api.example.com", .sessions)] {
            #expect(resolver.dialect(of: Row(.get, "/", host: host, is: dialect).request) == dialect)
        }
    }

    private static func resolver() throws -> DialectResolver {
        try DialectResolver(DialectName.allCases.map { ($0, .of($0)) }, fallback: .native)
    }
}
