import Contracts
import Core
import Testing

@Suite struct WrittenNumberTests {
    static let written: [(text: String, digits: String)] = [
        ("254712345678", "254712345678"), ("+254712345678", "254712345678"), ("+254 712 345 678", "254712345678"),
        ("  +254-712-345-678 ", "254712345678"), ("+1 (212) 555-0100", "12125550100"), ("(254) 712 345678", "254712345678"),
        ("+33 6.12.34.56.78", "33612345678"), ("+ 49 151 12345678", "4915112345678"), ("+39 06 698 12345", "390669812345"),
        ("+225 01 23 45 67 89", "2250123456789"), ("+229 01 97 12 34 56", "2290197123456"), ("+52 1 55 1234 5678", "5215512345678"),
        ("+5491123456789", "5491123456789"), ("+290 51234", "29051234"), ("+4312345678901", "4312345678901"),
    ]

    @Test(arguments: written) func `a number is read as people write it`(text: String, digits: String) throws {
        #expect(try PhoneNumber(written: text).digits == digits)
        #expect(Recipient(text) == PhoneNumber(digits).map { Recipient.number($0) })
    }

    static let faults: [(text: String, fault: PhoneNumber.Fault)] = [
        ("", .malformed), (" ", .malformed), ("+", .malformed), ("Ada", .malformed), ("+254712", .malformed),
        ("254712345678 254798765432", .malformed),
        ("254712345678x12", .malformed), ("++254712345678", .malformed), ("254+712345678", .malformed), ("-254712345678", .malformed),
        ("+254712345678-", .malformed), ("(254712345678", .malformed), ("254)712345678", .malformed), ("()254712345678", .malformed),
        ("254 (71(23) 45678", .malformed), ("254712345678/9", .malformed), ("254712345678,", .malformed), ("2.54712345678E11", .malformed),
        ("254712345678@", .malformed), ("+254\u{00A0}712345678", .malformed), ("\u{200E}+254712345678", .malformed), ("254712345678\n", .malformed),
        ("٢٥٤٧١٢٣٤٥٦٧٨", .malformed), ("２５４７１２３４５６７８", .malformed), ("²54712345678", .malformed), ("254712345678\0", .malformed),
        (String(repeating: " ", count: 40) + "254712345678", .malformed), ("1234567890123456", .malformed),
        // What spreadsheets make of a number that they take for one.
        ("491701234567.0", .malformed), ("4917012345.6", .malformed), ("49170.1.234567", .malformed),
        ("0712345678", .noCountryCode), ("00254712345678", .noCountryCode), ("+0254712345678", .noCountryCode), ("(0)712345678", .noCountryCode),
        ("011 44 20 7946 0958", .noCountryCode),
        ("+210712345678", .unknownCountry), ("+999123456789", .unknownCountry), ("+699123456", .unknownCountry), ("+11612345678", .unknownCountry),
        ("+15551234", .wrongLength(countryCode: 1, 10...10)), ("712345678", .wrongLength(countryCode: 7, 10...10)),
        ("+254712345678901", .wrongLength(countryCode: 254, 7...10)), ("+3361234567", .wrongLength(countryCode: 33, 9...9)),
        ("+44 07911 123456", .trunkZero(countryCode: 44)), ("+4407911 12345", .trunkZero(countryCode: 44)),
        ("+49 0170 1234567", .trunkZero(countryCode: 49)), ("+62 0812 3456789", .trunkZero(countryCode: 62)), ("+44 (0)20 7946 0958", .optionalZero),
    ]

    @Test(arguments: faults) func `what cannot be called says why`(text: String, fault: PhoneNumber.Fault) {
        #expect(throws: fault) { try PhoneNumber(written: text) }
        #expect(Recipient(text) == nil)
        #expect(fault.detail.hasPrefix("must be a telephone number"))
    }

    @Test func `the numbers of the sandbox and of all documented examples are numbers`() throws {
        let examples = [
            "254700000001", "254712345678", "254798765432", "254708920430", "254762043910", "254735733119", "254723456789", "254718841608",
            "+27123456789", "+27987654321", "+237612345678", "+33612345678",
        ]
        for example in examples { _ = try PhoneNumber(written: example) }
        for script in 0...9 { #expect(try PhoneNumber(written: "25471234000\(script)").digits == "25471234000\(script)") }
    }

    /// Whoever writes it, wherever the separators stand: the digits decide.
    @Test func `separators change nothing`() throws {
        var seed: UInt64 = 4
        func next(_ bound: UInt64) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % bound)
        }
        for _ in 0..<2000 {
            let digits = "2547" + (0..<8).map { _ in String(next(10)) }.joined()
            var text = next(2) == 0 ? "+" : ""
            for (position, digit) in digits.enumerated() {
                if position > 0, next(4) == 0 { text += [" ", "-", " - ", "  "][next(4)] }
                text.append(digit)
            }
            guard text.utf8.count <= PhoneNumber.writtenLimit else { continue }
            #expect(try PhoneNumber(written: text).digits == digits, "\(text)")
        }
    }

    /// Whatever comes in, what comes out is a number, or a refusal: nothing traps.
    @Test func `anything at all is read or refused`() {
        var seed: UInt64 = 11
        func next(_ bound: UInt64) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % bound)
        }
        let alphabet = "0123456789+-. ()@a٣\u{0}".map { String($0) } + ["254", "+1 ", "(0)"]
        for _ in 0..<20_000 {
            let text = (0..<next(20)).map { _ in alphabet[next(UInt64(alphabet.count))] }.joined()
            guard let number = try? PhoneNumber(written: text) else { continue }
            #expect(PhoneNumber(number.digits) == number)
            #expect(text.utf8.filter { (48...57).contains($0) } == Array(number.digits.utf8))
        }
    }

    @Test func `what WhatsApp says is a number is one, whatever numbering plans say`() {
        #expect(PhoneNumber("1234567")?.digits == "1234567")
        #expect(JID("1234567@s.whatsapp.net")?.phoneNumber?.digits == "1234567")
        #expect(Recipient("1234567@s.whatsapp.net") != nil)
        for text in ["+254 712345678", "٢٥٤٧١٢٣٤٥٦٧٨", "0712345678", "123456", "1234567890123456", "", "+"] { #expect(PhoneNumber(text) == nil) }
    }
}
