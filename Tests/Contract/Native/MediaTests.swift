import Core
import HTTP
import TestSupport
import Testing

extension NativeTests {
    /// Files as they are handed out: to whom a link was given, and for nothing but to be kept.
    @Suite struct MediaTests {
        private func upload(_ bytes: [UInt8], _ query: String = "", by tenant: TestTenant) async throws -> TestAnswer {
            try await tenant.client.send(
                "POST", "/v1/media" + query, ["Authorization": "Bearer \(tenant.key)", "Content-Type": "application/octet-stream"], bytes)
        }

        private func link(to answer: TestAnswer, of tenant: TestTenant) async throws -> String {
            let id = try #require(answer.json["id"]?.string, "\(answer.text)")
            return try #require(try await tenant.call("GET", "/v1/media/\(id)").json["url"]?.string)
        }

        @Test func `a link gives the bytes to whoever has it, as an attachment that no browser opens`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let bytes = FileServer.png + [UInt8](repeating: 9, count: 700_000)
            let link = try await link(to: upload(bytes, "?file_name=%C3%84%22%3Cb%3E.png", by: tenant), of: tenant)
            let answer = try await harness.client.call("GET", link)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.body == bytes)
            #expect(answer.header("Content-Length") == "\(bytes.count)")
            #expect(answer.header("Content-Type") == "image/png")
            #expect(answer.header("Content-Disposition") == "attachment; filename=\"___b_.png\"; filename*=UTF-8''%C3%84%22%3Cb%3E.png")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Content-Security-Policy") == "default-src 'none'; sandbox")
            let head = try await harness.client.call("HEAD", link)
            #expect(head.status == 200)
            #expect(head.header("Content-Length") == "\(bytes.count)")
        }

        @Test func `a link that was changed or is over leads nowhere`() async throws {
            let harness = try #require(Harness.shared)
            let (tenant, other) = (try await harness.someTenant(), try await harness.someTenant())
            let link = try await link(to: upload(FileServer.png + [1], by: tenant), of: tenant)
            let others = try await self.link(to: upload(FileServer.png + [1], by: other), of: other)
            let expires = try #require(link.firstMatch(of: /expires=(\d+)/)).1
            let signature = try #require(link.firstMatch(of: /signature=([\w-]+)/)).1
            let forged = [
                link.replacing(tenant.id.description, with: other.id.description), link.replacing(expires, with: "\((Int(expires) ?? 0) + 1)"),
                link.replacing("expires=\(expires)", with: "expires=1"), link.replacing(signature, with: signature.dropLast() + "_"),
                link.replacing(signature, with: try #require(others.firstMatch(of: /signature=([\w-]+)/)).1),
            ]
            for forged in forged {
                #expect(try await harness.client.call("GET", forged).status == 404, "\(forged)")
            }
            #expect(try await harness.client.call("GET", link.replacing("&signature=\(signature)", with: "")).status == 400)
            #expect(try await harness.client.call("GET", link).status == 200)
            let id = try #require(link.firstMatch(of: /media\/([\w-]+)\//)).1
            #expect(try await tenant.call("DELETE", "/v1/media/\(id)").status == 204)
            #expect(try await harness.client.call("GET", link).status == 404)
        }

        @Test func `a link is over after a quarter of an hour`() async throws {
            let clock = ShiftedClock()
            try await Harness.with(clock: clock) { harness in
                let tenant = try await harness.someTenant()
                let link = try await link(to: upload(FileServer.png, by: tenant), of: tenant)
                clock.advance(by: .seconds(14 * 60))
                #expect(try await harness.client.call("GET", link).status == 200)
                clock.advance(by: .seconds(61))
                #expect(try await harness.client.call("GET", link).status == 404)
            }
        }

        @Test func `what is too large is refused while it comes`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            try await harness.database.script(
                "UPDATE billing.subscription SET overrides = '{\"media_bytes\": {\"image\": 300000}}' WHERE tenant_id = '\(tenant.id)'")
            let answer = try await upload(FileServer.png + [UInt8](repeating: 1, count: 300_000), "?kind=image", by: tenant)
            #expect(answer.status == 413, "\(answer.text)")
            #expect(answer.json["detail"]?.string?.contains("300000") == true, "\(answer.text)")
            #expect(try await tenant.call("GET", "/v1/media").json["data"]?.array?.isEmpty == true)
        }

        @Test func `a form is never half taken`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let fields: HTTPFields = ["Authorization": "Bearer \(tenant.key)", "Content-Type": "multipart/form-data; boundary=X"]
            let body = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nGIF89a and so on"
            let answer = try await harness.client.send("POST", "/v1/media", fields, Array(body.utf8))
            #expect(answer.status == 400, "\(answer.text)")
            #expect(try await tenant.call("GET", "/v1/media").json["data"]?.array?.isEmpty == true)
        }
    }
}
