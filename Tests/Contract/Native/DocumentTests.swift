import API
import Testing

@testable import App

/// What the documents print as examples.
@Suite struct DocumentTests {
    @Test func `every example of every dialect is what its shape reads and writes`() throws {
        for dialect in try Deployment.describedDialects() {
            #expect(OpenAPIDocument(dialect).faultyExamples == [], "\(dialect.title)")
        }
    }
}
