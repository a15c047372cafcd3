import Testing

/// Bytes that a client sends, and what must come of them. At least one of every kind of mischief.
struct ProtocolCase: Sendable, CustomTestStringConvertible {
    let name: String
    let sent: String
    /// The statuses of all answers, in order.
    let statuses: [Int]
    /// Whether the server must end the connection.
    let closes: Bool

    var testDescription: String { name }

    static func get(_ name: String, _ line: String, _ statuses: [Int], closes: Bool) -> ProtocolCase {
        ProtocolCase(name: name, sent: line + "\r\nHost: api.test\r\n\r\n", statuses: statuses, closes: closes)
    }

    static func field(_ name: String, _ lines: String, _ statuses: [Int], closes: Bool) -> ProtocolCase {
        ProtocolCase(name: name, sent: "GET /__echo HTTP/1.1\r\nHost: api.test\r\n\(lines)\r\n\r\n", statuses: statuses, closes: closes)
    }

    static func post(_ name: String, _ lines: String, _ content: String, _ statuses: [Int], closes: Bool) -> ProtocolCase {
        ProtocolCase(
            name: name, sent: "POST /__echo HTTP/1.1\r\nHost: api.test\r\n\(lines)\r\n\r\n\(content)", statuses: statuses, closes: closes)
    }

    static func host(_ name: String, _ lines: String, _ statuses: [Int], closes: Bool) -> ProtocolCase {
        ProtocolCase(name: name, sent: "GET /__echo HTTP/1.1\r\n\(lines)\r\n", statuses: statuses, closes: closes)
    }

    static func chunked(_ name: String, _ content: String, _ statuses: [Int], closes: Bool) -> ProtocolCase {
        post(name, "Transfer-Encoding: chunked", content, statuses, closes: closes)
    }

    static let plain = "GET /__echo HTTP/1.1\r\nHost: api.test\r\n\r\n"

    static let requestLines: [ProtocolCase] = [
        get("a plain request", "GET /__echo HTTP/1.1", [200], closes: false),
        get("HEAD", "HEAD /__echo HTTP/1.1", [200], closes: false),
        get("an unknown method", "BREW /__echo HTTP/1.1", [405], closes: false),
        get("a method in small letters", "get /__echo HTTP/1.1", [405], closes: false),
        get("CONNECT", "CONNECT / HTTP/1.1", [501], closes: true),
        get("TRACE", "TRACE /__echo HTTP/1.1", [501], closes: true),
        get("a very long method", String(repeating: "A", count: 33) + " / HTTP/1.1", [501], closes: true),
        get("two spaces", "GET  /__echo HTTP/1.1", [400], closes: true),
        get("a tab for a space", "GET\t/__echo HTTP/1.1", [400], closes: true),
        get("a space at the end", "GET /__echo HTTP/1.1 ", [400], closes: true),
        get("a space at the start", " GET /__echo HTTP/1.1", [400], closes: true),
        get("no version", "GET /__echo", [400], closes: true),
        get("a higher minor version", "GET /__echo HTTP/1.2", [200], closes: false),
        get("HTTP/2.0", "GET /__echo HTTP/2.0", [505], closes: true),
        get("HTTP in small letters", "GET /__echo http/1.1", [400], closes: true),
        get("a version of two digits", "GET /__echo HTTP/1.10", [400], closes: true),
        get("a control character in the method", "G\u{0}T /__echo HTTP/1.1", [400], closes: true),
        ProtocolCase(name: "an empty line first", sent: "\r\n" + plain, statuses: [200], closes: false),
        ProtocolCase(name: "five empty lines first", sent: "\r\n\r\n\r\n\r\n\r\n" + plain, statuses: [400], closes: true),
        ProtocolCase(name: "a bare line feed first", sent: "\n" + plain, statuses: [400], closes: true),
        ProtocolCase(name: "a TLS hello", sent: "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", statuses: [400], closes: true),
        ProtocolCase(name: "the PROXY protocol", sent: "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + plain, statuses: [400], closes: true),
    ]

    static let targets: [ProtocolCase] = [
        get("a query", "GET /__echo?a={b}&c=%7C|d HTTP/1.1", [200], closes: false),
        get("an absolute target", "GET http://api.test/__echo HTTP/1.1", [200], closes: false),
        get("an absolute target with another host", "GET http://other.test/__echo HTTP/1.1", [400], closes: true),
        get("an absolute target with a user", "GET http://user@api.test/__echo HTTP/1.1", [400], closes: true),
        get("an absolute target without a host", "GET http:///__echo HTTP/1.1", [400], closes: true),
        get("another scheme", "GET ftp://api.test/__echo HTTP/1.1", [400], closes: true),
        get("no slash", "GET __echo HTTP/1.1", [400], closes: true),
        get("an asterisk with GET", "GET * HTTP/1.1", [400], closes: true),
        get("an asterisk with OPTIONS", "OPTIONS * HTTP/1.1", [404], closes: false),
        get("a fragment", "GET /__echo#a HTTP/1.1", [400], closes: true),
        get("a fragment in the query", "GET /__echo?a#b HTTP/1.1", [400], closes: true),
        get("half a percent code", "GET /__echo% HTTP/1.1", [400], closes: true),
        get("a percent code of other letters", "GET /%zz HTTP/1.1", [400], closes: true),
        get("bytes above ASCII", "GET /\u{e9} HTTP/1.1", [400], closes: true),
        get("a backslash", "GET /..\\x HTTP/1.1", [400], closes: true),
        get("two slashes", "GET //__echo HTTP/1.1", [404], closes: false),
        get("8,000 bytes of target", "GET /__echo?\(String(repeating: "a", count: 7900)) HTTP/1.1", [200], closes: false),
        get("more than 8 KiB of target", "GET /__echo?\(String(repeating: "a", count: 8200)) HTTP/1.1", [414], closes: true),
    ]

    static let fields: [ProtocolCase] = [
        field("an empty value", "X-A:", [200], closes: false),
        field("a value of white space", "X-A: \t ", [200], closes: false),
        field("an underscore in a name", "X_A: 1", [200], closes: false),
        field("an empty name", ": x", [400], closes: true),
        field("no colon", "NoColon", [400], closes: true),
        field("a space before the colon", "X-A : 1", [400], closes: true),
        field("a tab before the colon", "X-A\t: 1", [400], closes: true),
        field("a space in a name", "X A: 1", [400], closes: true),
        field("a folded line", "X-A: a\r\n b", [400], closes: true),
        field("a line feed in a value", "X-A: a\nb: c", [400], closes: true),
        field("a carriage return in a value", "X-A: a\rb", [400], closes: true),
        field("a NUL in a value", "X-A: a\u{0}b", [400], closes: true),
        field("DEL in a value", "X-A: a\u{7f}b", [400], closes: true),
        field("two Authorization fields", "Authorization: Bearer a\r\nAuthorization: Bearer b", [400], closes: true),
        field("two Content-Type fields", "Content-Type: a/b\r\nContent-Type: c/d", [400], closes: true),
        field("an Upgrade", "Connection: Upgrade\r\nUpgrade: websocket", [200], closes: false),
        field("101 fields", Array(repeating: "X-A: 1", count: 100).joined(separator: "\r\n"), [431], closes: true),
        field("32 KiB of fields", "X-A: " + String(repeating: "a", count: 33_000), [431], closes: true),
        ProtocolCase(
            name: "a head that ends with a bare line feed", sent: "GET /__echo HTTP/1.1\r\nHost: api.test\r\n\n", statuses: [400], closes: true),
    ]

    static let hosts: [ProtocolCase] = [
        host("no Host", "", [400], closes: true),
        host("an empty Host", "Host:\r\n", [400], closes: true),
        host("two Hosts", "Host: a.test\r\nHost: a.test\r\n", [400], closes: true),
        host("a space in Host", "Host: a b\r\n", [400], closes: true),
        host("a user in Host", "Host: user@a.test\r\n", [400], closes: true),
        host("a path in Host", "Host: a.test/b\r\n", [400], closes: true),
        host("letters in the port", "Host: a.test:80x\r\n", [400], closes: true),
        host("a port out of range", "Host: a.test:65536\r\n", [400], closes: true),
        host("an IPv6 address", "Host: [::1]:8080\r\n", [200], closes: false),
        host("half an IPv6 address", "Host: [::1\r\n", [400], closes: true),
        ProtocolCase(name: "HTTP/1.0 without Host", sent: "GET /__echo HTTP/1.0\r\n\r\n", statuses: [200], closes: true),
    ]

    static let framing: [ProtocolCase] = [
        post("a length", "Content-Length: 5", "hello", [200], closes: false),
        post("a length with zeros in front", "Content-Length: 005", "hello", [200], closes: false),
        post("no content", "Content-Length: 0", "", [200], closes: false),
        post("two equal lengths", "Content-Length: 5\r\nContent-Length: 5", "hello", [400], closes: true),
        post("a list of lengths", "Content-Length: 5, 5", "hello", [400], closes: true),
        post("a signed length", "Content-Length: +5", "hello", [400], closes: true),
        post("an empty length", "Content-Length:", "hello", [400], closes: true),
        post("a length in hexadecimal", "Content-Length: 0x5", "hello", [400], closes: true),
        post("a length that wraps around", "Content-Length: 18446744073709551621", "hello", [413], closes: true),
        post("a length and a coding", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n", [400], closes: true),
        post("an empty coding and a length", "Transfer-Encoding:\r\nContent-Length: 5", "hello", [400], closes: true),
        post("chunked twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n", [400], closes: true),
        post("chunked on two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n", [400], closes: true),
        post("chunked, then another coding", "Transfer-Encoding: chunked, gzip", "0\r\n\r\n", [400], closes: true),
        post("another coding, then chunked", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n", [501], closes: true),
        post("a coding like chunked", "Transfer-Encoding: xchunked", "0\r\n\r\n", [400], closes: true),
        post("chunked with a parameter", "Transfer-Encoding: chunked;a=b", "0\r\n\r\n", [400], closes: true),
        post("chunked in capitals", "Transfer-Encoding: CHUNKED", "0\r\n\r\n", [200], closes: false),
        post("a coding under another name", "Transfer_Encoding: chunked\r\nContent-Length: 5", "hello", [200], closes: false),
        ProtocolCase(
            name: "HTTP/1.0 with a coding", sent: "POST /__echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", statuses: [400],
            closes: true),
        ProtocolCase(
            name: "content of a GET", sent: "GET /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + plain, statuses: [200, 200],
            closes: false),
    ]

    static let chunks: [ProtocolCase] = [
        chunked("two chunks", "5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n", [200], closes: false),
        chunked("an end of several zeros", "000\r\n\r\n", [200], closes: false),
        chunked("extensions", "5;a=b;c=\"d \\\" e\";f\r\nhello\r\n0;x\r\n\r\n", [200], closes: false),
        chunked("a trailer field, then a request", "0\r\nX-A: 1\r\n\r\n" + plain, [200, 200], closes: false),
        chunked("a trailer field that is a length", "0\r\nContent-Length: 50\r\n\r\n", [200], closes: false),
        chunked("a trailer line without a colon", "0\r\nno colon\r\n\r\n", [400], closes: true),
        chunked("a folded trailer", "0\r\nX: a\r\n b\r\n\r\n", [400], closes: true),
        chunked("a huge trailer", "0\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n", [431], closes: true),
        chunked("a negative size", "-5\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a signed size", "+5\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("an underscore in a size", "0_2e\r\n\r\n" + plain, [400], closes: true),
        chunked("no size", "\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a size of 17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a size beyond the limit", "FFFFFFFF\r\nhello", [413], closes: true),
        chunked("a size that is negative as Int64", "FFFFFFFFFFFFFFFF\r\nhello", [413], closes: true),
        chunked("two sizes that overflow together", "5\r\nhello\r\n7FFFFFFFFFFFFFFF\r\nx", [413], closes: true),
        chunked("a space after the size", "5 \r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a bare line feed after the size", "5\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a bare line feed in an extension", "5;a\nX\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("an extension without a name", "5;\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked("a bare line feed after the data", "5\r\nhello\n0\r\n\r\n", [400], closes: true),
        chunked("data longer than its size", "5\r\nhello!\r\n0\r\n\r\n", [400], closes: true),
        chunked("a long size line", "5;\(String(repeating: "a", count: 1100))\r\nhello\r\n0\r\n\r\n", [400], closes: true),
        chunked(
            "many extensions", String(repeating: "1;\(String(repeating: "e", count: 60))\r\nx\r\n", count: 300) + "0\r\n\r\n", [400], closes: true),
    ]

    static let connections: [ProtocolCase] = [
        ProtocolCase(name: "three in a row", sent: plain + plain + plain, statuses: [200, 200, 200], closes: false),
        ProtocolCase(
            name: "a request after close", sent: "GET /__echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + plain, statuses: [200],
            closes: true),
        field("close in a list", "Connection: foo, ClOsE", [200], closes: true),
        field("close on the second line", "Connection: foo\r\nConnection: close", [200], closes: true),
        field("a name that Connection would strike", "Connection: Authorization\r\nAuthorization: a", [200], closes: false),
        ProtocolCase(name: "HTTP/1.0, then a request", sent: "GET /__echo HTTP/1.0\r\n\r\n" + plain, statuses: [200], closes: true),
        ProtocolCase(
            name: "HTTP/1.0 that stays open", sent: "GET /__echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + plain, statuses: [200, 200],
            closes: false),
        post("an empty line after the content", "Content-Length: 5", "hello\r\n" + plain, [200, 200], closes: false),
        post("surplus bytes after the content", "Content-Length: 5", "helloXXXX" + plain, [200, 405], closes: false),
        post("an error after an answer", "Content-Length: 5", "hello{}" + plain, [200, 400], closes: true),
    ]

    static let expectations: [ProtocolCase] = [
        post("100-continue with the content there", "Expect: 100-continue\r\nContent-Length: 5", "hello", [200], closes: false),
        post("100-continue in other letters", "Expect: 100-Continue\r\nContent-Length: 5", "hello", [200], closes: false),
        field("100-continue without content", "Expect: 100-continue", [200], closes: false),
        post("another expectation", "Expect: 200-maybe\r\nContent-Length: 5", "hello", [417], closes: true),
    ]

    static let all = requestLines + targets + fields + hosts + framing + chunks + connections + expectations
}
