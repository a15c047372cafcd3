import Core

/// What the program can be asked to do.
enum Command {
    case serve
    case migrate
    case createTenant(TenantOptions)
    case verify(VerifyOptions)
    case openAPI(directory: String?)
    case failpoints
    case version
    case help

    /// Reads the command line, the program's own name left out. Without any word it shows the help.
    static func parse(_ arguments: [String]) throws(UsageError) -> Command {
        var rest = arguments[...]
        switch rest.popFirst() {
        case "serve": return try .serve.without(rest)
        case "migrate": return try .migrate.without(rest)
        case "tenant":
            guard rest.popFirst() == "create" else { throw UsageError("`herald tenant` needs a word: create") }
            return .createTenant(try TenantOptions(rest))
        case "verify": return .verify(try VerifyOptions(rest))
        case "openapi":
            guard let option = rest.popFirst() else { return .openAPI(directory: nil) }
            guard option == "--directory", let directory = rest.popFirst() else { throw UsageError("unknown option \(option)") }
            return try .openAPI(directory: directory).without(rest)
        case "failpoints": return try .failpoints.without(rest)
        case "version", "--version": return try .version.without(rest)
        case nil, "help", "--help", "-h": return .help
        case let word?: throw UsageError("unknown command \(word)")
        }
    }

    private func without(_ rest: ArraySlice<String>) throws(UsageError) -> Command {
        guard let extra = rest.first else { return self }
        throw UsageError("unexpected argument \(extra)")
    }

    /// Does it.
    func run(_ environment: [String: String]) async throws {
        switch self {
        case .serve: try await Server(Config(environment), environment).serve()
        case .migrate: try await Migrating(Config(environment), environment).migrate()
        case .createTenant(let options): try await TenantCommand(Config(environment), environment, options).create()
        case .verify(let options): try await VerifyCommand(Config(environment), environment, options).verify()
        case .openAPI(let directory): try Documents.write(to: directory)
        case .failpoints:
            for name in Failpoints.Name.allCases {
                Console.say(name.rawValue)
            }
        case .version: Console.say("herald \(Program.version)")
        case .help: Console.say(Help.text)
        }
    }
}
