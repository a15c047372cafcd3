import Contracts
import Testing

@Suite struct PhoneNumberTests {
    static let numbers: [(text: String, digits: String?)] = [
        ("254712345678", "254712345678"), ("+254712345678", "254712345678"), ("1234567", "1234567"), ("123456789012345", "123456789012345"),
        ("123456", nil), ("1234567890123456", nil), ("0712345678", nil), ("+0712345678", nil), ("++254712345678", nil), ("", nil), ("+", nil),
        ("254 712 345678", nil), ("254-712-345678", nil), (" 254712345678", nil), ("254712345678 ", nil), ("25471234567x", nil),
        ("٢٥٤٧١٢٣٤٥٦٧٨", nil), ("２５４７１２３４５６７８", nil), ("254712345678\n", nil), ("254712345678@s.whatsapp.net", nil),
    ]

    @Test(arguments: numbers) func `digits with a country code are a number, and nothing else is`(text: String, digits: String?) {
        #expect(PhoneNumber(text)?.digits == digits)
    }

    @Test func `it is written with a plus sign and as an address`() throws {
        let number = try #require(PhoneNumber("254712345678"))
        #expect(number.description == "+254712345678")
        #expect(number.jid.description == "254712345678@s.whatsapp.net")
        #expect(number == PhoneNumber("+254712345678"))
    }
}
