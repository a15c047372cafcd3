import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@testable import Media

extension MediaTests {
    @Suite struct KeepingTests {
        /// A JPEG of so many bytes, unlike any other.
        private static func picture(_ count: Int, _ seed: UInt64) -> [UInt8] {
            var state = 2 * seed + 1
            return FileServer.jpeg
                + (0..<max(0, count - FileServer.jpeg.count)).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1
                    return UInt8(truncatingIfNeeded: state >> 33)
                }
        }

        @Test(arguments: [30, MediaPiece.limit - 1, MediaPiece.limit, MediaPiece.limit + 1, 3 * MediaPiece.limit + 5])
        func `a file comes out as it went in, whatever its pieces were`(count: Int) async throws {
            let stage = try await Stage()
            for step in [1000, 70_000, 1_000_000] {
                let bytes = Self.picture(count, UInt64(step))
                let item = try await stage.keep(bytes, name: "a/b.jpg", by: step)
                #expect(item.reference.bytes == count)
                #expect(item.reference.sha256 == Digest.sha256(bytes).bytes)
                #expect(item.reference.mimeType == "image/jpeg")
                #expect(item.fileName == "b.jpg")
                #expect(try await stage.bytes(of: item.reference) == bytes)
            }
        }

        @Test func `the same bytes are kept once in a tenant, and by each tenant for itself`() async throws {
            let stage = try await Stage()
            let other = try await Stage()
            let bytes = Self.picture(300_000, 7)
            let first = try await stage.keep(bytes, name: "one.jpg")
            let again = try await stage.keep(bytes, name: "two.jpg")
            #expect(again.reference.id == first.reference.id)
            #expect(again.fileName == "one.jpg")
            let others = try await other.keep(bytes)
            #expect(others.reference.id != first.reference.id)
            #expect(try await stage.count("media.file", where: "state = 'kept'") == 1)
        }

        @Test func `the same bytes at the same moment become one file`() async throws {
            let stage = try await Stage()
            let bytes = Self.picture(600_000, 8)
            let ids = try await withThrowingTaskGroup(of: MediaID.self) { group in
                for _ in 0..<6 { group.addTask { try await stage.keep(bytes).reference.id } }
                return try await group.reduce(into: Set<MediaID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await stage.count("media.file", where: "state = 'kept'") == 1)
        }

        @Test func `another tenant has no file of mine`() async throws {
            let stage = try await Stage()
            let other = try await Stage()
            let item = try await stage.keep(Self.picture(100, 9))
            await #expect(throws: Problem.notFound(.media)) { try await other.media.item(item.reference.id, as: other.caller) }
            await #expect(throws: Problem.notFound(.media)) { try await other.media.remove(item.reference.id, as: other.caller) }
            await #expect(throws: Problem.notFound(.media)) { try await other.bytes(of: item.reference) }
            #expect(
                await Stage.violations { try await other.media.kept(item.reference.id, as: .image, at: "/media/id", as: other.caller) }
                    .map(\.pointer) == ["/media/id"])
            #expect(try await stage.media.item(item.reference.id, as: stage.caller) == item)
        }

        @Test(.tags(.FS2_59, .GS_50)) func `a file over the plan's limit is refused while it comes, and nothing of it stays`() async throws {
            let stage = try await Stage()
            try await stage.script(
                "UPDATE billing.subscription SET overrides = '{\"media_bytes\": {\"image\": 307200}}' WHERE tenant_id = '\(stage.tenant.id)'")
            var given = 0
            await #expect(throws: Problem.tooLarge(limit: 307_200)) {
                try await stage.media.receive(as: .image, fileName: nil, as: stage.caller) {
                    given += 1
                    return given == 1 ? FileServer.jpeg : given < 10_000 ? [UInt8](repeating: 1, count: 1000) : nil
                }
            }
            #expect(given < 400, "the rest was not asked for")
            #expect(try await stage.count("media.file", where: "state <> 'leaving'") == 0)
            _ = try await stage.keep(Self.picture(307_200, 10), as: .image)
            // The same as a document has another limit, and says which where it is sent as an image.
            let large = try await stage.keep(Self.picture(307_201, 11), as: nil)
            let told = await Stage.violations { try await stage.media.kept(large.reference.id, as: .image, at: "/file", as: stage.caller) }
            #expect(told == [Violation("/file", "must be at most 300 KB, the limit for images")])
            #expect(try await stage.media.kept(large.reference.id, as: .document, at: "/file", as: stage.caller) == large.reference)
        }

        @Test(.tags(.FS2_59)) func `what a file is decides what it may be sent as`() async throws {
            let stage = try await Stage()
            #expect(
                await Stage.violations { try await stage.keep(FileServer.pdf, as: .image, name: "a.jpg") }.map(\.detail) == [
                    "must be a JPEG, PNG, WebP or GIF image; its bytes say application/pdf"
                ])
            #expect(await Stage.violations { try await stage.keep(Array("MZ".utf8) + FileServer.pdf, as: nil) }.map(\.detail) == [MediaRule.harmful])
            #expect(await Stage.violations { try await stage.keep([], as: nil) }.map(\.detail) == [MediaRule.empty])
            let audio = try await stage.keep(FileServer.audio)
            #expect(
                await Stage.violations { try await stage.media.kept(audio.reference.id, as: .voice, at: "/file", as: stage.caller) }.map(\.detail)
                    == [
                        "must be a voice note: OGG with Opus and one channel; its bytes say audio/mpeg"
                    ])
            #expect(try await stage.keep(FileServer.voice, as: .voice).reference.mimeType == "audio/ogg; codecs=opus")
        }

        @Test func `an upload that breaks off leaves nothing, and says why`() async throws {
            let stage = try await Stage()
            struct Gone: Error {}
            var (given, chunks) = (0, 0)
            await #expect(throws: Gone.self) {
                try await stage.media.receive(as: nil, fileName: nil, as: stage.caller) {
                    given += 1
                    guard given <= 40 else {
                        chunks = try await stage.count("media.chunk")
                        throw Gone()
                    }
                    return Self.picture(20_000, 12)
                }
            }
            #expect(chunks > 0, "a part of it was there")
            try await sweep(stage)
            #expect(try await stage.count("media.file") == 0)
            #expect(try await stage.count("media.chunk") == 0)
        }

        @Test func `an upload whose process died goes when it has not grown for long enough`() async throws {
            let stage = try await Stage()
            let item = try await stage.keep(Self.picture(600_000, 13))
            try await stage.script(
                "UPDATE media.file SET state = 'arriving', expires_at = clock_timestamp() + interval '1 minute' WHERE id = '\(item.reference.id)'")
            try await sweep(stage)
            #expect(try await stage.count("media.chunk") == 3)
            await #expect(throws: Problem.notFound(.media)) { try await stage.media.item(item.reference.id, as: stage.caller) }
            try await stage.script("UPDATE media.file SET expires_at = clock_timestamp() WHERE id = '\(item.reference.id)'")
            try await sweep(stage)
            #expect(try await stage.count("media.chunk") == 0)
            #expect(try await stage.count("media.file") == 0)
        }

        /// Looks as often as it takes: the sweeper of the suite's Herald and those of other tests look, too, and pass over what another has.
        private func sweep(_ stage: Stage) async throws {
            try await eventually("everything that has to go is gone") {
                while try await Sweeping.turn(stage.harness.database.database, now: SystemClock().now) > 0 {}
                return try await stage.count("media.file", where: "(state = 'leaving' OR expires_at <= clock_timestamp())") == 0
            }
        }

        @Test func `a file goes thirty days after its last use, and use keeps it`() async throws {
            let stage = try await Stage()
            let day: Int64 = 86_400
            let item = try await stage.keep(Self.picture(100, 14))
            let used = try await stage.keep(Self.picture(100, 15))
            #expect(abs(item.expiresAt.seconds - item.createdAt.seconds - 30 * day) < 60)
            try await stage.script("UPDATE media.file SET expires_at = clock_timestamp() + interval '1 day' WHERE tenant_id = '\(stage.tenant.id)'")
            // A session's use counts, and so does naming the file in a request.
            _ = try await stage.bytes(of: used.reference)
            let after = try await stage.media.item(used.reference.id, as: stage.caller)
            #expect(abs(after.expiresAt.seconds - SystemClock().now.seconds - 30 * day) < 60)
            try await stage.script("UPDATE media.file SET expires_at = clock_timestamp() WHERE id = '\(item.reference.id)'")
            await #expect(throws: Problem.notFound(.media)) { try await stage.media.item(item.reference.id, as: stage.caller) }
            try await sweep(stage)
            #expect(try await stage.media.items(limit: 10, after: nil, as: stage.caller).items.map(\.reference.id) == [used.reference.id])
            #expect(try await stage.count("media.chunk") == 1)
        }

        @Test func `a scheduled message keeps its file until it is due`() async throws {
            let stage = try await Stage()
            let until = SystemClock().now + .seconds(300 * 86_400)
            let item = try await stage.keep(Self.picture(100, 16), until: until)
            #expect(item.expiresAt == until)
            _ = try await stage.media.kept(item.reference.id, as: .image, at: "", as: stage.caller)
            #expect(try await stage.media.item(item.reference.id, as: stage.caller).expiresAt == until, "a use never shortens it")
        }

        @Test func `bytes that expired and come again are a new file`() async throws {
            let stage = try await Stage()
            let bytes = Self.picture(100, 17)
            let first = try await stage.keep(bytes)
            try await stage.script("UPDATE media.file SET expires_at = clock_timestamp() WHERE id = '\(first.reference.id)'")
            let second = try await stage.keep(bytes)
            #expect(second.reference.id != first.reference.id)
            #expect(try await stage.bytes(of: second.reference) == bytes)
        }

        @Test func `a file that was removed is gone at once`() async throws {
            let stage = try await Stage()
            let item = try await stage.keep(Self.picture(100, 18))
            try await stage.media.remove(item.reference.id, as: stage.caller)
            await #expect(throws: Problem.notFound(.media)) { try await stage.media.remove(item.reference.id, as: stage.caller) }
            await #expect(throws: Problem.notFound(.media)) { try await stage.bytes(of: item.reference) }
            #expect(try await stage.keep(Self.picture(100, 18)).reference.id != item.reference.id)
        }

        @Test func `files are listed newest first, page by page`() async throws {
            let stage = try await Stage()
            var ids: [MediaID] = []
            for seed in 0..<5 { ids.insert(try await stage.keep(Self.picture(50, 100 + UInt64(seed))).reference.id, at: 0) }
            let (first, next) = try await stage.media.items(limit: 3, after: nil, as: stage.caller)
            #expect(first.map(\.reference.id) == Array(ids[..<3]))
            #expect(next == ids[2])
            let (rest, end) = try await stage.media.items(limit: 3, after: next, as: stage.caller)
            #expect(rest.map(\.reference.id) == Array(ids[3...]))
            #expect(end == nil)
        }

        @Test func `a session keeps what comes in, and reads it again`() async throws {
            let stage = try await Stage()
            var pieces = [Self.picture(100_000, 19), Self.picture(100_000, 20)]
            let whole = pieces.flatMap { $0 }
            let file = try await stage.session.store(.image, fileName: "x.jpg") { pieces.isEmpty ? nil : pieces.removeFirst() }
            #expect(try await stage.bytes(of: file) == whole)
        }

        @Test func `a tenant's files are handed out without their bytes, and erased with it`() async throws {
            let stage = try await Stage()
            let item = try await stage.keep(Self.picture(700_000, 21), name: "x.jpg")
            let database = stage.harness.database.database
            let (media, tenant) = (stage.media, stage.tenant.id)
            let page = try await database.read(as: tenant) { tx in try media.export("media", of: tenant, after: nil, limit: 10, in: tx).records }
            #expect(page.count == 1)
            #expect(page.first?["id"]?.string == item.reference.id.description)
            #expect(page.first?["sha256"]?.string == Hex.encode(item.reference.sha256))
            while try await database.system({ tx in try media.erase(2, of: tenant, in: tx) }) > 0 {}
            #expect(try await stage.count("media.file") == 0)
            #expect(try await stage.count("media.chunk") == 0)
        }
    }
}
