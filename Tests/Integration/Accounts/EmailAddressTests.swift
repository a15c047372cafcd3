import Accounts
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: ["owner@acme.test", "first.last+tag@mail.example.co.ke", "x@localhost", "o'neil@example.org"])
    func `an address is taken`(_ text: String) {
        #expect(EmailAddress(text)?.description == text)
    }

    @Test func `a mailbox has one spelling`() {
        #expect(EmailAddress("Owner@ACME.Test") == EmailAddress("owner@acme.test"))
    }

    @Test(arguments: [
        "", "owner", "@acme.test", "owner@", "a@b@c", "owner@-acme.test", "owner@acme-.test", "owner@acme..test", "own er@acme.test",
        "owner@acme.test\n", "owner\u{0}@acme.test", "öwner@acme.test", "owner@acme_.test", "<owner@acme.test>",
        String(repeating: "a", count: 65) + "@acme.test", "a@" + String(repeating: "a.", count: 130) + "test",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }
}
