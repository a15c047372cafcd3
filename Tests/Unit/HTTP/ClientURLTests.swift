import HTTP
import Net
import Testing

@Suite struct ClientURLTests {
    @Test(arguments: [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM/Path?Q=1", "https://example.com/Path?Q=1"),
        ("http://example.com:8080/a/b", "http://example.com:8080/a/b"),
        ("https://example.com:443/", "https://example.com/"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("https://example.com?a[]=1", "https://example.com/?a[]=1"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com#part", "https://example.com/"),
        ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
        ("https://a_b.example/", "https://a_b.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]:8443/", "http://[2606:4700::1111]:8443/"),
        ("http://127.0.0.1.example/", "http://127.0.0.1.example/"),
        ("http://example.com/%0d%0aX-Injected:%201", "http://example.com/%0d%0aX-Injected:%201"),
        ("http://example.com//a@b:c/", "http://example.com//a@b:c/"),
    ])
    func `a plain URL is read and written in one form`(text: String, form: String) throws {
        #expect(try HTTPURL(text).description == form)
    }

    @Test func `the parts of a URL are told apart`() throws {
        let url = try HTTPURL("https://hooks.test:8443/a/b?c=d")
        #expect(url.scheme == .https)
        #expect(url.host == .name("hooks.test"))
        #expect(url.port == 8443)
        #expect(url.target == "/a/b?c=d")
        #expect(url.authority == "hooks.test:8443")
        #expect(try HTTPURL("http://[::ffff:127.0.0.1]/").host == .address(#require(IPAddress("::ffff:127.0.0.1"))))
        #expect(try HTTPURL("http://127.0.0.1/").host == .address(#require(IPAddress("127.0.0.1"))))
    }

    @Test(arguments: [
        "http://0/", "http://2130706433/", "http://0x7f000001/", "http://017700000001/", "http://0177.0.0.1/", "http://4429185025/",
        "http://127.000.000.001/", "http://127.1/", "http://0x7f.1/", "http://1.2.3.0x4/", "http://a.0x/", "http://example.1/", "http:///",
        "http://:80/", "http://./", "http://.example.com/", "http://example.com./", "http://example..com/", "http://-a.example/",
        "http://a-.example/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://%31%32%37.0.0.1/", "http://exаmple.com/",
        "http://münchen.example/", "http://exa mple.com/", "http://example.com\\.evil.test/", "http://example.com\u{0}.evil.test/",
        "http://example.com\t/", "http://[::1/", "http://[::1%25lo]/", "http://[::1%lo]/", "http://[127.0.0.1]/", "http://[]/", "http://[v1.a]/",
        "http://\(String(repeating: "a", count: 64)).example/", "http://\(String(repeating: "abc.", count: 63))example/", "http://a,b/",
    ])
    func `a host that programs read differently is refused`(text: String) {
        #expect(throws: HTTPURLError.host) { try HTTPURL(text) }
    }

    @Test(arguments: [
        "", "example.com", "//127.0.0.1/x", "http:127.0.0.1/", "http:/127.0.0.1/", "file:///etc/passwd", "file://localhost/etc/passwd",
        "dict://127.0.0.1:11211/stats", "jar:http://127.0.0.1!/x", "data:image/png;base64,AAAA", "javascript:alert(1)", "blob:http://x/y",
        "unix:/var/run/docker.sock", "gopher://x/", "ftp://x/", " http://example.com/", "\thttp://example.com/", "http", "https://",
        "http\u{0}://example.com/", "hﬅp://example.com/", "ws://example.com/",
    ])
    func `another scheme is refused`(text: String) {
        #expect(throws: HTTPURLError.scheme) { try HTTPURL(text) }
    }

    @Test(arguments: [
        "http://user:pw@example.com/a.jpg", "http://example.com@127.0.0.1/", "http://@example.com/", "http://127.0.0.1\\@example.com/",
        "http://a@[::1]/",
    ])
    func `credentials are refused`(text: String) {
        #expect(throws: HTTPURLError.credentials) { try HTTPURL(text) }
    }

    @Test(arguments: [
        "http://example.com:0/", "http://example.com:/", "http://example.com:99999/", "http://example.com:65536/", "http://example.com:080/",
        "http://example.com:+80/", "http://example.com:8 0/", "http://example.com:80:80/", "http://[::1]80/", "http://[::1]:/",
        "http://example.com:٨٠/",
    ])
    func `a port that is none is refused`(text: String) {
        #expect(throws: HTTPURLError.port) { try HTTPURL(text) }
    }

    @Test(arguments: [
        "http://example.com/a b", "http://example.com/\r\nX: y", "http://example.com/é", "http://example.com/%", "http://example.com/%2",
        "http://example.com/%zz", "http://example.com/\\", "http://example.com/<a>", "http://example.com/\"", "http://example.com/?a=\u{7F}",
        "http://example.com/#a b", "http://example.com/{a}",
    ])
    func `a path or query that must be encoded is refused`(text: String) {
        #expect(throws: HTTPURLError.target) { try HTTPURL(text) }
    }

    @Test func `a URL has at most 2048 bytes`() throws {
        let start = "https://example.com/"
        _ = try HTTPURL(start + String(repeating: "a", count: HTTPURL.byteLimit - start.utf8.count))
        #expect(throws: HTTPURLError.tooLong) { try HTTPURL(start + String(repeating: "a", count: HTTPURL.byteLimit - start.utf8.count + 1)) }
    }
}
