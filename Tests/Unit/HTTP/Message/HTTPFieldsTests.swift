import Testing

@testable import HTTP

@Suite struct HTTPFieldsTests {
    @Test func `what is added can be found, replaced and taken out`() {
        var fields: HTTPFields = ["Vary": "Origin", "X-A": "1"]
        fields.add("Vary", "Accept")
        #expect(fields.all("vary") == ["Origin", "Accept"])
        fields.set("vary", "*")
        #expect(fields.all("Vary") == ["*"])
        fields.remove("x-a")
        #expect(fields["X-A"] == nil)
        #expect(fields.count == 1)
    }

    @Test func `no value can end its line`() {
        var fields = HTTPFields()
        fields.add("Location", "/a\r\nSet-Cookie: b\u{0}\u{7f}")
        #expect(fields["Location"] == "/a  Set-Cookie: b  ")
        #expect(fields["Set-Cookie"] == nil)
        #expect(fields.bytes.filter { $0 == 10 }.count == 1)
    }

    @Test func `letters are compared as ASCII only`() {
        let fields: HTTPFields = ["X-K": "1"]
        #expect(fields["x-\u{212A}"] == nil)
        #expect(fields["X-k"] == "1")
        #expect(fields["X@K"] == nil)
    }
}
