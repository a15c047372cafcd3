import Contracts
import Testing

@Suite struct RecipientTests {
    static let addresses: [(text: String, user: String?, server: JID.Server?)] = [
        ("254712345678@s.whatsapp.net", "254712345678", .person), ("120363042@g.us", "120363042", .group),
        ("254712345678-1600000000@g.us", "254712345678-1600000000", .group), ("98765@lid", "98765", .lid),
        ("254712345678", nil, nil), ("@s.whatsapp.net", nil, nil), ("254712345678@", nil, nil), ("254712345678@example.com", nil, nil),
        ("254712345678@S.WHATSAPP.NET", nil, nil), ("a@b@g.us", nil, nil), ("254712345678:3@s.whatsapp.net", nil, nil), ("x@g.us", nil, nil),
        ("+254712345678@s.whatsapp.net", nil, nil), (String(repeating: "1", count: 64) + "@lid", String(repeating: "1", count: 64), .lid),
        (String(repeating: "1", count: 65) + "@lid", nil, nil),
    ]

    @Test(arguments: addresses) func `an address is digits at one of three servers`(text: String, user: String?, server: JID.Server?) {
        let address = JID(text)
        #expect(address?.user == user)
        #expect(address?.server == server)
        if let address { #expect(address.description == text) }
    }

    static let recipients: [(text: String, chat: String?)] = [
        ("254712345678", "254712345678@s.whatsapp.net"), ("+254712345678", "254712345678@s.whatsapp.net"),
        ("254712345678@s.whatsapp.net", "254712345678@s.whatsapp.net"), ("120363042@g.us", "120363042@g.us"),
        ("98765@lid", nil), ("0712345678@s.whatsapp.net", nil), ("123@s.whatsapp.net", nil), ("nobody", nil), ("", nil),
    ]

    @Test(arguments: recipients) func `a recipient is a number, a person's address or a group`(text: String, chat: String?) {
        #expect(Recipient(text)?.chat.description == chat)
    }

    @Test func `one person is one recipient, however written`() {
        let written = ["254712345678", "+254712345678", "254712345678@s.whatsapp.net"]
        #expect(Set(written.map { Recipient($0) }).count == 1)
    }

    @Test func `only a person's address has a phone number`() {
        #expect(JID("254712345678@s.whatsapp.net")?.phoneNumber?.digits == "254712345678")
        #expect(JID("254712345678@lid")?.phoneNumber == nil)
        #expect(JID("254712345678@g.us")?.phoneNumber == nil)
    }
}
