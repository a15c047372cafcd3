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
        try format("lint", "--strict")
    }

    /// Writes what can be put right by writing it anew; what is left, `run` names.
    func mend() throws(Failure) { try format("format", "--in-place") }

    private func format(_ words: String...) throws(Failure) {
        let subjects = ["Package.swift", "Sources", "Tests"]
        let words = ["swift", "format"] + words + ["--parallel", "--recursive", "--configuration", Self.configuration] + subjects
        try Tool(words).at(workspace.root).run(input: .nothing)
    }
}
