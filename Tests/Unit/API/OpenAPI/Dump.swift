import API
import Testing
@Test func dump() { print("DOC" + OpenAPIDocument(SampleDocument.dialect()).json.text); print("DOC" + OpenAPIDocument(Dialect.sample(.native, routes: [])).json.text) }
