import Net
import Testing

@Suite struct AddressRangeTests {
    static let members: [(range: String, inside: [String], outside: [String])] = [
        ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"], ["9.255.255.255", "11.0.0.0", "::10.0.0.1", "a00::"]),
        ("192.0.2.64/26", ["192.0.2.64", "192.0.2.127"], ["192.0.2.63", "192.0.2.128"]),
        ("192.0.2.1", ["192.0.2.1"], ["192.0.2.0", "192.0.2.2"]),
        ("192.0.2.1/32", ["192.0.2.1"], ["192.0.2.0", "192.0.2.2"]),
        ("192.0.2.0/31", ["192.0.2.0", "192.0.2.1"], ["192.0.2.2"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255", "::ffff:1.2.3.4"], ["::", "2001:db8::1"]),
        ("128.0.0.0/1", ["128.0.0.0", "255.0.0.0"], ["127.255.255.255"]),
        ("2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"], ["2001:db7::", "2001:db9::", "32.1.13.184"]),
        ("2001:db8::/65", ["2001:db8::7fff:0:0:0"], ["2001:db8::8000:0:0:0", "2001:db8:0:1::"]),
        ("2001:db8::/64", ["2001:db8::ffff:0:0:1"], ["2001:db8:0:1::"]),
        ("::1", ["::1"], ["::", "::2", "127.0.0.1"]),
        ("::/0", ["::", "ffff::1"], ["1.2.3.4", "::ffff:1.2.3.4"]),
        ("::ffff:10.0.0.0/104", ["10.1.2.3", "::ffff:10.1.2.3"], ["11.0.0.0"]),
    ]

    @Test(arguments: members) func `a range has the addresses that begin with its bits`(range: String, inside: [String], outside: [String]) throws {
        let range = try #require(AddressRange(range))
        for text in inside { #expect(range.contains(try #require(IPAddress(text))), "\(text)") }
        for text in outside { #expect(!range.contains(try #require(IPAddress(text))), "\(text)") }
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/ 8", "10.0.0.0/8 ",
        "10.0.0.0/٨", "10.0.0.1/8", "10/8", "10.0.0/8", "localhost", "2001:db8::/129", "2001:db8::1/64", "::1%lo", "[::1]", "::ffff:10.0.0.0/8",
        "0.0.0.1/0", "10.0.0.0/99999999999999999999",
    ])
    func `anything else is no range`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
