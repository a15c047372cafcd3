import Contracts
import Core
import Testing

@testable import Campaigns

/// Texts with gaps, taken apart and put together.
@Suite struct GapTextTests {
    @Test(
        arguments: [
            ("Hello {{contact.name}}, code {{ custom.code }}.", ["contact.name", "custom.code"]),
            ("{{user.name}}{{instance.number}}", ["user.name", "instance.number"]),
            ("{{custom.order.id-2}}", ["custom.order.id-2"]),
            ("a { b } c }} {", []), ("", []), ("{{contact.name}}}", ["contact.name"]),
        ])
    func `gaps are found where they are`(_ text: String, _ gaps: [String]) throws {
        let parts = try GapText(text)
        #expect(parts.gaps.map(\.description) == gaps)
        // Whatever stands between the gaps stays as it is.
        #expect(
            parts.filled { "<\($0)>" }
                == text.replacing("{{ custom.code }}", with: "{{custom.code}}").replacing("{{", with: "<").replacing("}}", with: ">") || gaps.isEmpty)
        if gaps.isEmpty { #expect(parts.filled { _ in "!" } == text) }
    }

    @Test(
        arguments: [
            "{{contact.name", "{{}}", "{{ }}", "{{name}}", "{{contact.}}", "{{.name}}", "{{nobody.name}}", "{{contact.na me}}", "{{contact..name}}",
            "{{contact.näme}}", "{{Contact.name}}", "{{{contact.name}}", "{{contact." + String(repeating: "x", count: 200) + "}}",
            String(repeating: "{{contact.name}}", count: GapText.gapsLimit + 1),
        ])
    func `what is no gap is refused, with a word on why`(_ text: String) {
        #expect(throws: GapText.Fault.self) { try GapText(text) }
        do throws(GapText.Fault) {
            _ = try GapText(text)
        } catch {
            #expect(error.detail.hasPrefix("has "))
        }
    }

    @Test func `a hundred gaps are not too many`() throws {
        #expect(try GapText(String(repeating: "{{contact.name}}", count: GapText.gapsLimit)).gaps.count == GapText.gapsLimit)
    }
}
