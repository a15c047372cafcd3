import Core
import Testing

@testable import Contracts

@Suite struct VCardTests {
    @Test func `a card is written as WhatsApp reads it`() {
        let card = ContactCard(
            formattedName: "John Doe", firstName: "John", lastName: "Doe",
            phones: [ContactCard.Phone(number: "+27 98 765 4321", type: "CELL"), ContactCard.Phone(number: "0800 12", type: nil)])
        #expect(
            card.vCard == """
                BEGIN:VCARD\r
                VERSION:3.0\r
                N:Doe;John;;;\r
                FN:John Doe\r
                TEL;TYPE=CELL;waid=27987654321:+27 98 765 4321\r
                TEL:0800 12\r
                END:VCARD\r\n
                """)
        #expect(ContactCard(vCard: card.vCard) == card)
    }

    @Test func `nothing in a name ends a line, a field or the card`() throws {
        let name = "O;Neil, A\\B\nEND:VCARD\r\nTEL:1\u{0}2"
        let card = ContactCard(
            formattedName: name, firstName: name, lastName: ",;", phones: [ContactCard.Phone(number: "1;2\n3", type: "a\"b;c:d\r\n,")])
        let lines = card.vCard.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0 == "END:VCARD" }.count == 1)
        #expect(lines.filter { $0.hasPrefix("TEL") }.count == 1)
        let read = try #require(ContactCard(vCard: card.vCard))
        #expect(read.formattedName == "O;Neil, A\\B\nEND:VCARD\nTEL:12")
        #expect(read.firstName == read.formattedName)
        #expect(read.lastName == ",;")
        #expect(read.phones == [ContactCard.Phone(number: "1;2\n3", type: "ab;c:d,")])
    }

    @Test(arguments: ["a", "é", "漢", "👩‍👩‍👧", "\\", ",", "🇰🇪x"]) func `long lines are folded between characters`(unit: String) throws {
        for count in [1, 20, 36, 37, 38, 70, 71, 72, 73, 74, 75, 76, 110] {
            let name = String(String(repeating: unit, count: count).unicodeScalars.prefix(ContactCard.textLimit))
            let card = ContactCard(formattedName: name, phones: [])
            let lines = Array(card.vCard.utf8).split(separator: 10, omittingEmptySubsequences: true)
            for line in lines {
                #expect(line.last == 13)
                #expect(line.count - 1 <= 75)
                #expect(String(validating: line, as: UTF8.self) != nil, "\(unit) \(count)")
            }
            #expect(ContactCard(vCard: card.vCard) == card, "\(unit) \(count)")
        }
    }

    @Test func `whatever a card says is read as it was written`() {
        var seed: UInt64 = 3
        func next(_ bound: UInt64) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % bound)
        }
        let scalars: [Unicode.Scalar] = ["a", "Z", ";", ",", "\\", ":", "\"", " ", "\n", "=", "n", "é", "漢", "\u{1F986}", "\u{200D}", "\t", "."]
        func text(_ limit: UInt64) -> String {
            var view = String.UnicodeScalarView()
            for _ in 0...next(limit) { view.append(scalars[next(UInt64(scalars.count))]) }
            return String(view)
        }
        for _ in 0..<2000 {
            let card = ContactCard(
                formattedName: text(100), firstName: next(2) == 0 ? nil : text(60), lastName: next(2) == 0 ? nil : text(60),
                phones: (0..<next(4)).map { _ in
                    ContactCard.Phone(number: text(20), type: next(2) == 0 ? nil : ["CELL", "WORK", "my phone"][next(3)])
                })
            #expect(ContactCard(vCard: card.vCard) == card, "\(card.vCard)")
        }
    }

    static let foreign: [(vCard: String, card: ContactCard?)] = [
        // As phones write it.
        (
            "BEGIN:VCARD\nVERSION:3.0\nN:Mwangi;Ada;;;\nFN:Ada Mwangi\nitem1.TEL;waid=254712345678:+254 712 345678\nitem1.X-ABLabel:Mobile\nEND:VCARD",
            ContactCard(formattedName: "Ada Mwangi", firstName: "Ada", lastName: "Mwangi", phones: [ContactCard.Phone(number: "+254 712 345678")])
        ),
        (
            "begin:vcard\r\nversion:3.0\r\nfn:Ada\r\n Mwangi\r\ntel;type=CELL;type=VOICE;type=pref;waid=1:+1\r\ntel;type=\"VOICE\";type=Home:2\r\nend:vcard\r\n",
            ContactCard(
                formattedName: "AdaMwangi",
                phones: [ContactCard.Phone(number: "+1", type: "CELL"), ContactCard.Phone(number: "2", type: "Home")])
        ),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nNOTE;X=\"a:b;c\":x\nEND:VCARD", ContactCard(formattedName: "Ada", phones: [])),
        ("", nil), ("BEGIN:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada", nil), ("VERSION:3.0\nFN:Ada\nEND:VCARD\nBEGIN:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:2.1\nFN:Ada\nEND:VCARD", nil), ("BEGIN:VCARD\nFN:Ada\nTEL:1\nEND:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:3.0\nN:Ada\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:\nEND:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nFN:Eve\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:a\\x\nEND:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:a\\\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nno colon\nEND:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL;CELL:1\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL;TYPE=\"CELL:1\nEND:VCARD", nil),
        (" BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD", nil),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD", nil), ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\n:1\nEND:VCARD", nil),
    ]

    @Test(arguments: foreign) func `a card of somebody else's is read, or is none`(vCard: String, card: ContactCard?) {
        #expect(ContactCard(vCard: vCard) == card)
    }

    @Test func `a card that goes beyond what there may be is none`() {
        func card(name: Int, phones: Int, padding: Int = 0) -> String {
            "BEGIN:VCARD\nVERSION:3.0\nFN:\(String(repeating: "x", count: name))\n" + String(repeating: "TEL:1\n", count: phones)
                + "NOTE:\(String(repeating: "x", count: padding))\nEND:VCARD"
        }
        #expect(ContactCard(vCard: card(name: 256, phones: 10)) != nil)
        #expect(ContactCard(vCard: card(name: 257, phones: 0)) == nil)
        #expect(ContactCard(vCard: card(name: 1, phones: 11)) == nil)
        #expect(ContactCard(vCard: card(name: 1, phones: 1, padding: 300_000)) == nil)
    }
}
