/// What `herald --help` prints.
enum Help {
    static var text: String {
        let width = Setting.all.map(\.name.count).max() ?? 0
        let settings = Setting.all.map { setting in
            "  \(setting.name)\(String(repeating: " ", count: width - setting.name.count))  \(setting.meaning) [\(setting.fallback)]"
        }
        return """
            herald \(Program.version): a multi-tenant WhatsApp messaging API

              herald serve                    runs the server
              herald migrate                  brings the database's schema up to date
              herald tenant create --name "Acme" --slug acme --owner owner@acme.test [--plan free] [--time-zone UTC] [--json]
                                              makes a tenant, its owner, and a live and a test key
              herald verify ledger [--tenant acme]
                                              holds every counted message against the messages that there are
              herald verify audit [--tenant acme] [--json] [--since FILE]
                                              looks whether audit trails are as they were written; --json prints where each ends, --since
                                              takes what an earlier --json printed
              herald openapi [--directory D]  writes the OpenAPI documents
              herald failpoints               lists the places where tests can break the server
              herald version

            Settings, from the environment; NAME_FILE names a file to read NAME from:

            \(settings.joined(separator: "\n"))
            """
    }
}
