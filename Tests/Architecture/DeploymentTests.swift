import Testing

/// What people and machines run is the same.
@Suite struct DeploymentTests {
    @Test func `the container is built as dev builds for release`() {
        let words = Pattern(#"case \.release: \[(.*)\]"#).matches(in: Project.text("Sources/dev/BuildConfiguration.swift")).first?.groups[0] ?? ""
        let command = Pattern(#""([^"]*)""#).matches(in: words).map { $0.groups[0] }.joined(separator: " ")
        #expect(command.hasPrefix("swift build"))
        #expect(Project.text("docker/Dockerfile").contains("RUN \(command) \\\n"))
    }

    @Test func `the container starts what dev starts`() {
        let dockerfile = Project.text("docker/Dockerfile")
        #expect(dockerfile.contains(#"ENTRYPOINT ["herald"]"#) && dockerfile.contains(#"CMD ["serve"]"#))
        #expect(Project.text("Sources/dev/Local/LocalHerald.swift").contains(#"[program, "serve"]"#))
    }

    @Test func `CI runs the documented test command`() {
        #expect(Project.text(".ci/run").contains("swift run dev test"))
    }

    @Test func `the container is not root, keeps its file system and gains no rights`() {
        let dockerfile = Project.text("docker/Dockerfile")
        #expect(Pattern(#"^USER 10001"#).isIn(dockerfile))
        let compose = Project.text("docker/compose.yaml")
        for promise in ["read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"] {
            #expect(compose.ranges(of: promise).count == 2, "both services promise \(promise)")
        }
    }
}
