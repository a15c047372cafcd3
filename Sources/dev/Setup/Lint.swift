/// The toolchain's formatter as a judge. Its configuration is here, since the top level has no room for dotfiles.
struct Lint: Sendable {
    static let configuration = """
        {"version": 1, "lineLength": 150, "indentation": {"spaces": 4}, "maximumBlankLines": 1, "respectsExistingLineBreaks": true,
         "lineBreakBeforeEachArgument": false, "rules": {
           "NeverForceUnwrap": true, "NeverUseForceTry": true, "NeverUseImplicitlyUnwrappedOptionals": true,
           "NoLeadingUnderscores": true, "OrderedImports": true, "DoNotUseSemicolons": true, "NoBlockComments": true,
           "UseTripleSlashForDocumentationComments": true, "OneVariableDeclarationPerLine": true,
           "FileScopedDeclarationPrivacy": true, "UseEarlyExits": false}}
        """

    let workspace: Workspace

    func run() throws(Failure) {
        Terminal.announce("linting")
        try Tool(
            "swift", "format", "lint", "--strict", "--parallel", "--recursive", "--configuration", Self.configuration,
            "Package.swift", "Sources", "Tests"
        ).at(workspace.root).run(input: .nothing)
    }
}
