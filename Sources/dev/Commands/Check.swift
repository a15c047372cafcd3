/// What a change must pass before it is shared.
struct Check: Command {
    let name = "check"
    let usage = "check [--quick] [--fix]"
    let summary = "lint, build with imports checked, generated files, tests; --quick leaves the tests out, --fix formats first"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let quick = arguments.flag("--quick")
        let fix = arguments.flag("--fix")
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(quick ? Requirement.running + [.curl] : Requirement.testing)
        let lint = Lint(workspace: workspace)
        if fix { try lint.mend() }
        try lint.run()
        try Schema().compareEmbedded(workspace)
        try Build(workspace).everything(guardingImports: true)
        Terminal.announce("comparing what is generated")
        try OpenAPI().compare(workspace)
        try Schema().compareDump(workspace)
        if quick { return Terminal.say("checked, without tests") }
        try Test().test(workspace, filter: nil)
    }
}
