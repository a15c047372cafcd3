import TestSupport
import Testing

extension NativeTests {
    /// The page that the link in an invitation leads to.
    @Suite struct InvitationPageTests {
        private static let files = ["/invitation": "text/html", "/invitation.js": "text/javascript", "/invitation.css": "text/css"]

        @Test func `a browser is told to run, load and ask nothing but the page's own`() async throws {
            let client = try #require(Harness.shared).client
            for (path, mediaType) in Self.files {
                let answer = try await client.call("GET", path)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.header("Content-Type") == "\(mediaType); charset=utf-8")
                let policy = try #require(answer.header("Content-Security-Policy"))
                let rules = Set(policy.split(separator: ";").map { String($0.drop { $0 == " " }) })
                #expect(
                    rules == [
                        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
                        "frame-ancestors 'none'",
                    ])
                #expect(answer.header("Referrer-Policy") == "no-referrer")
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
            }
        }

        @Test func `nothing in the page is from elsewhere, and nothing of it is inline`() async throws {
            let client = try #require(Harness.shared).client
            let page = try await client.call("GET", "/invitation").text
            let references = page.matches(of: /(?:src|href|action)="([^"]*)"/).map { String($0.1) }
            #expect(Set(references) == ["invitation.js", "invitation.css"])
            // What the policy would refuse would be missing without a word.
            #expect(page.firstMatch(of: /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/) == nil)
            for path in Self.files.keys {
                #expect(try await !client.call("GET", path).text.contains("://"), "\(path)")
            }
        }

        @Test func `every field has a label, and its mistakes are told where it is`() async throws {
            let page = try await try #require(Harness.shared).client.call("GET", "/invitation").text
            #expect(page.contains(#"<html lang="en">"#))
            let fields = page.matches(of: /<input id="(\w+)"[^>]*>/)
            #expect(fields.map { String($0.1) } == ["first_name", "last_name", "password"])
            for field in fields {
                #expect(page.contains("<label for=\"\(field.1)\">"))
                #expect(field.0.contains("\(field.1)_error"))
                #expect(page.contains("id=\"\(field.1)_error\""))
                #expect(field.0.contains("autocomplete="))
            }
            #expect(page.contains(#"role="alert""#))
        }
    }
}
