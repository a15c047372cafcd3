import Core
import TestSupport
import Testing

/// Contract MF-19: what programs that read documentation are told.
@Suite(.serialized, .herald) struct DocumentTests {
    @Test(.tags(.MF_19)) func `the index is there for everybody, and names exactly what the document describes`() async throws {
        let harness = try #require(Harness.shared)
        let index = try await harness.client.call("GET", "/llms.txt")
        #expect(index.status == 200)
        #expect(index.header("Content-Type") == "text/markdown; charset=utf-8")
        #expect(index.text.hasPrefix("# MsgFlash API, as spoken by Herald\n\n> "))
        let document = try await harness.client.call("GET", "/openapi/msgflash.json")
        let described = document.json["paths"]?.object?.flatMap { path in
            (path.value.object ?? []).map { "\($0.name.uppercased()) \(path.name)" }
        }
        let named = index.text.split(separator: "\n").compactMap { line in
            line.wholeMatch(of: /- \[((?:GET|POST|PUT|PATCH|DELETE) [^\]]+)\]\(\/openapi\/msgflash\.json\): .+/).map { String($0.1) }
        }
        #expect(Set(named) == Set(described ?? []))
        for path in Stage.paths { #expect(named.contains("GET " + path)) }
        for path in Stage.sendingPaths { #expect(named.contains("POST " + path)) }
    }
}
