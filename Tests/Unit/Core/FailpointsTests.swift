import Core
import Testing

@Suite struct FailpointsTests {
    @Test func `off, every place is passed`() throws {
        for name in Failpoints.Name.allCases {
            try Failpoints.none.pass(name)
        }
    }

    @Test func `an error begins at the passage asked for and goes on`() throws {
        let failpoints = try #require(Failpoints("before-commit=error@3"))
        try failpoints.pass(.beforeCommit)
        try failpoints.pass(.beforeCommit)
        try failpoints.pass(.afterParse)
        #expect(throws: Failpoints.Failure.self) { try failpoints.pass(.beforeCommit) }
        #expect(throws: Failpoints.Failure.self) { try failpoints.pass(.beforeCommit) }
    }

    @Test(arguments: [
        "nowhere=error", "before-commit", "before-commit=explode", "before-commit=error@0", "before-commit=sleep:", "before-commit=sleep:-1",
    ])
    func `a plan with an unknown place or action is refused`(plan: String) {
        #expect(Failpoints(plan) == nil)
    }
}
