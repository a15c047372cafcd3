import Contracts
import Testing

@testable import Media

@Suite struct FileSnifferTests {
    private func type(_ parts: [UInt8]...) -> String? { FileSniffer.type(of: parts.flatMap { $0 })?.mimeType }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(.tags(.GS_45)) func `images are known by their first bytes`() {
        #expect(type([0xFF, 0xD8, 0xFF, 0xE0]) == "image/jpeg")
        #expect(type([0x89], Self.text("PNG\r\n\u{1A}\n")) == "image/png")
        #expect(type(Self.text("GIF87a")) == "image/gif")
        #expect(type(Self.text("GIF89a")) == "image/gif")
        #expect(type(Self.text("RIFF"), [1, 2, 3, 4], Self.text("WEBPVP8 ")) == "image/webp")
        for kind in ["image/jpeg", "image/png", "image/gif", "image/webp"] {
            #expect(FileType(kept: kind).kinds.contains(.image))
        }
        #expect(FileType(kept: "image/webp").kinds.contains(.sticker))
        #expect(!FileType(kept: "image/png").kinds.contains(.sticker))
    }

    @Test(
        .tags(.GS_46),
        arguments: [
            ("isom", "video/mp4"), ("mp42", "video/mp4"), ("M4V ", "video/mp4"), ("3gp5", "video/3gpp"), ("3g2a", "video/3gpp"),
            ("qt  ", "video/quicktime"),
        ])
    func `videos are known by their brand`(brand: String, mimeType: String) {
        #expect(type([0, 0, 0, 24], Self.text("ftyp" + brand)) == mimeType)
        #expect(FileType(kept: mimeType).kinds.contains(.video))
    }

    @Test(.tags(.GS_46)) func `WebM is told from Matroska, and MOV from before brands is known`() {
        #expect(type([0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84], Self.text("webm")) == "video/webm")
        #expect(type([0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x88], Self.text("matroska")) == "video/x-matroska")
        #expect(!FileType(kept: "video/x-matroska").kinds.contains(.video))
        #expect(type([0, 0, 0, 8], Self.text("moov")) == "video/quicktime")
    }

    private static func ogg(_ content: [UInt8]) -> [UInt8] {
        text("OggS") + [0, 2] + [UInt8](repeating: 0, count: 20) + [1, UInt8(content.count)] + content
    }

    @Test(.tags(.GS_48)) func `audio is known by its frames or its container`() {
        #expect(type(Self.text("ID3"), [4, 0]) == "audio/mpeg")
        #expect(type([0xFF, 0xFB, 0x90, 0x64]) == "audio/mpeg")
        #expect(type([0xFF, 0xF1, 0x50, 0x80]) == "audio/aac")
        #expect(type([0, 0, 0, 24], Self.text("ftypM4A ")) == "audio/mp4")
        #expect(type(Self.text("#!AMR\n")) == "audio/amr")
        #expect(type(Self.text("RIFF"), [1, 2, 3, 4], Self.text("WAVEfmt ")) == "audio/wav")
        #expect(type(Self.ogg([1] + Self.text("vorbis"))) == "audio/ogg")
        for mimeType in ["audio/mpeg", "audio/aac", "audio/mp4", "audio/amr", "audio/wav", "audio/ogg", "audio/ogg; codecs=opus"] {
            #expect(FileType(kept: mimeType).kinds.contains(.audio))
        }
    }

    @Test(.tags(.GS_49)) func `only Opus with one channel is a voice note`() {
        let mono = FileSniffer.type(of: Self.ogg(Self.text("OpusHead") + [1, 1, 0, 0]))
        let stereo = FileSniffer.type(of: Self.ogg(Self.text("OpusHead") + [1, 2, 0, 0]))
        #expect(mono?.kinds.contains(.voice) == true)
        #expect(stereo?.kinds.contains(.voice) == false)
        #expect(stereo?.kinds.contains(.audio) == true)
        #expect(FileType(kept: "audio/mpeg").kinds.contains(.voice) == false)
    }

    @Test func `documents are known as far as their bytes tell`() {
        #expect(type(Self.text("%PDF-1.4\n<script>alert(1)</script>")) == "application/pdf")
        #expect(type(Self.text("{\\rtf1")) == "application/rtf")
        #expect(
            type(Self.text("PK\u{3}\u{4}"), [UInt8](repeating: 0, count: 26), Self.text("[Content_Types].xml ... xl/workbook.xml"))
                == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        #expect(type(Self.text("PK\u{3}\u{4}"), [UInt8](repeating: 0, count: 26), Self.text("holiday.jpg")) == "application/zip")
        #expect(
            type(Self.text("PK\u{3}\u{4}"), [UInt8](repeating: 0, count: 26), Self.text("mimetypeapplication/vnd.oasis.opendocument.textPK"))
                == "application/vnd.oasis.opendocument.text")
        #expect(type(Self.text("BEGIN:VCARD\r\n")) == "text/vcard")
        #expect(type(Self.text("name;number\r\nÄnne;1\r\n")) == "text/plain")
        #expect(type(Self.text("a"), [0xC3]) == "text/plain", "the last character is cut where the chunk ends")
        #expect(type([0, 1, 2, 3, 4]) == "application/octet-stream")
    }

    @Test(arguments: [
        [0x4D, 0x5A, 0x90, 0x00], [0x7F, 0x45, 0x4C, 0x46], [0xCA, 0xFE, 0xBA, 0xBE], [0xCF, 0xFA, 0xED, 0xFE], text("#!/bin/sh\n"),
        text("<!DOCTYPE html>"), text("  <html>"), text("\u{FEFF}<script>"), text("<svg onload=alert(1)>"),
        text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">"), text("<!-- x --><body>"), text("<IMG src=x onerror=alert(1)>"),
    ])
    func `what runs where it is opened has no type`(bytes: [UInt8]) {
        #expect(FileSniffer.type(of: bytes) == nil)
    }

    @Test(arguments: 0...40) func `however short a file is, it is only looked at`(count: Int) {
        for start in [Self.text("OggS"), Self.text("RIFF"), Self.text("PK\u{3}\u{4}"), [0, 0, 0, 24] + Self.text("ftyp"), [0x1A, 0x45, 0xDF, 0xA3]] {
            _ = FileSniffer.type(of: Array((start + [UInt8](repeating: 0xFF, count: 40)).prefix(count)))
        }
    }
}

@Suite struct FileNameTests {
    @Test(arguments: [
        ("a.pdf", "a.pdf"), ("../../../../etc/cron.d/x", "x"), (#"C:\Users\a\b.pdf"#, "b.pdf"), ("a.pdf\0.exe", "a.pdf.exe"),
        ("a\r\nX-Evil: 1", "aX-Evil: 1"),
        (".", nil), ("..", nil), ("", nil), ("/", nil), ("  a.pdf  ", "a.pdf"), ("gnp\u{202E}fdp.exe", "gnpfdp.exe"),
        ("Ängebot 2.pdf", "Ängebot 2.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ])
    func `a name is a label and nothing else`(name: String, label: String?) {
        #expect(FileName.label(name) == label)
    }

    @Test func `a long name is cut between characters`() {
        let label = FileName.label(String(repeating: "ä", count: 500))
        #expect(label?.utf8.count == Media.fileNameBytes)
    }
}

@Suite struct MediaRuleTests {
    @Test(.tags(.GS_50, .FS2_59), arguments: [(16 << 20, "16 MB"), (64 << 20, "64 MB"), (500 << 10, "500 KB"), (1000, "1000 bytes")])
    func `a limit is told as the plan gives it`(bytes: Int, told: String) {
        #expect(MediaRule.tooLarge(.image, bytes) == "must be at most \(told), the limit for images")
    }
}
