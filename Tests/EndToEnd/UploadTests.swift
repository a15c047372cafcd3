import Core
import Foundation
import TestSupport
import Testing

/// Files go through the server, never into it as a whole.
@Suite(.serialized) struct UploadTests {
    /// The largest document of the plan, in bytes.
    private static let size = 64 << 20
    /// How much the server's memory may grow meanwhile, in KiB.
    private static let growth = 8 << 10

    @Test(arguments: ["form", "bytes", "url"]) func `64 MB are taken in, and read again, in less than 8 MB of memory`(way: String) async throws {
        try await Stage.with { stage in
            let herald = try await stage.start()
            let file = stage.folder.path + "/film.bin"
            try write(Self.size, to: file)
            // Whatever a first request needs once is no growth of the large one.
            let small = stage.folder.path + "/small.bin"
            try write(10, to: small)
            let first = try upload(small, way, stage, herald)
            _ = try await herald.client.call("GET", try #require(first["url"]?.string))

            let before = try resetPeak(herald)
            let made = try upload(file, way, stage, herald)
            let uploaded = try figure("VmHWM", herald) - before
            #expect(made["bytes"]?.integer == Int64(Self.size), "\(made.text)")
            #expect(uploaded < Self.growth, "the upload took \(uploaded) KiB")

            let again = try resetPeak(herald)
            let copy = stage.folder.path + "/copy.bin"
            let got = try Run.command(
                "/usr/bin/curl", ["-sS", "-o", copy, "http://127.0.0.1:\(herald.client.port)\(try #require(made["url"]?.string))"],
                in: stage.folder)
            let downloaded = try figure("VmHWM", herald) - again
            #expect(got.code == 0, "\(got.errors)")
            #expect(FileManager.default.contentsEqual(atPath: file, andPath: copy))
            #expect(downloaded < Self.growth, "the download took \(downloaded) KiB")
            print("growth of memory, \(way): in \(uploaded) KiB, out \(downloaded) KiB")
            #expect(herald.terminate() == 0)
        }
    }

    /// Bytes of no known type, unlike any others.
    private func write(_ size: Int, to path: String) throws {
        let chance = SystemChance()
        FileManager.default.createFile(atPath: path, contents: nil)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        var left = size
        while left > 0 {
            let piece = min(left, 1 << 20)
            try handle.write(contentsOf: Data([0] + chance.bytes(piece - 1)))
            left -= piece
        }
        try handle.close()
    }

    /// What the native API says of the file once it is there, link included.
    private func upload(_ file: String, _ way: String, _ stage: Stage, _ herald: Herald) throws -> JSON {
        if way == "url" { return try fetch(file, stage, herald) }
        let base = "http://127.0.0.1:\(herald.client.port)/v1/media"
        let key = "Authorization: Bearer \(stage.key)"
        let how = way == "form" ? ["-F", "kind=document", "-F", "file=@\(file)"] : ["-T", file, "-X", "POST"]
        let sent = try Run.command("/usr/bin/curl", ["-sS", "-H", key, "-H", "Expect:"] + how + [base], in: stage.folder)
        return try described(sent, stage, herald)
    }

    /// The same for a file that the server fetches from somebody else's.
    private func fetch(_ file: String, _ stage: Stage, _ herald: Herald) throws -> JSON {
        let server = try RawServer { peer, _ in
            guard peer.request() != nil, let handle = FileHandle(forReadingAtPath: file), let size = try? handle.seekToEnd() else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            try? handle.seek(toOffset: 0)
            // What cannot be read is missing at the client's, who says so.
            while let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty { peer.send(Array(piece)) }
        }
        let body = "{\"url\": \"http://127.0.0.1:\(server.port)/film.bin\"}"
        let words = [
            "-sS", "-H", "Authorization: Bearer \(stage.key)", "-H", "Content-Type: application/json", "--data", body,
            "http://127.0.0.1:\(herald.client.port)/v1/media",
        ]
        // Nobody else holds the server, which listens for as long as it is held.
        let sent = try withExtendedLifetime(server) { try Run.command("/usr/bin/curl", words, in: stage.folder) }
        return try described(sent, stage, herald)
    }

    private func described(_ sent: Run.Result, _ stage: Stage, _ herald: Herald) throws -> JSON {
        let id = try #require(try? JSONParser.parse(sent.output)["id"]?.string, "\(sent.output)\(sent.errors)")
        let path = "http://127.0.0.1:\(herald.client.port)/v1/media/\(id)"
        return try JSONParser.parse(Run.command("/usr/bin/curl", ["-sS", "-H", "Authorization: Bearer \(stage.key)", path], in: stage.folder).output)
    }

    /// Makes the kernel forget the highest point so far, and answers where the memory is now, in KiB.
    private func resetPeak(_ herald: Herald) throws -> Int {
        let handle = try #require(FileHandle(forWritingAtPath: "/proc/\(herald.process.processIdentifier)/clear_refs"))
        try handle.write(contentsOf: Data("5\n".utf8))
        return try figure("VmRSS", herald)
    }

    /// A figure of /proc, in KiB.
    private func figure(_ name: String, _ herald: Herald) throws -> Int {
        let status = TestFiles.text(of: "/proc/\(herald.process.processIdentifier)/status")
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name + ":") })
        return try #require(line.split { !"0123456789".contains($0) }.first.flatMap { Int($0) })
    }
}
