import Core
import Foundation
import TestSupport
import Testing

/// The OpenAPI documents: valid for somebody else's checker, and the ones that are served.
@Suite struct DocumentTests {
    private static let documents = ["native", "flaresend-v2"]

    @Test(.enabled(if: StandardWebhooks.python != nil, "HERALD_CHECKERS names the interpreter with the checkers"), arguments: documents)
    func `a document is valid for openapi-spec-validator`(name: String) async throws {
        let python = try #require(StandardWebhooks.python)
        try await Folder.with { folder in
            let written = try Run.herald(["openapi", "--directory", folder.path], in: folder)
            try #require(written.code == 0, "\(written.errors)")
            let checked = try Run.command(python, ["-m", "openapi_spec_validator", "\(folder.path)/\(name).json"], in: folder)
            #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
        }
    }

    @Test(arguments: documents) func `the document that is served is the one that is written`(name: String) async throws {
        try await Folder.with { folder in
            let written = try Run.herald(["openapi", "--directory", folder.path], in: folder)
            try #require(written.code == 0, "\(written.errors)")
            try await Harness.with { harness in
                let served = try await harness.client.call("GET", "/openapi/\(name).json")
                #expect(served.status == 200)
                #expect(served.text == (try String(contentsOfFile: "\(folder.path)/\(name).json", encoding: .utf8)))
            }
        }
    }
}
