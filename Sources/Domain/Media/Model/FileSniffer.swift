/// Says what a file is by its first bytes.
enum FileSniffer {
    /// The type; nil for what does harm where it is opened: programs, scripts, pages. `bytes` are the first of the file, at least 64 where it has as
    /// many.
    static func type(of bytes: [UInt8]) -> FileType? {
        let start = Start(bytes)
        if let type = picture(start) ?? sound(start) ?? film(start) { return type }
        if start.isHarmful { return nil }
        return paper(start) ?? (start.isText ? .text : .unknown)
    }

    private static func picture(_ start: Start) -> FileType? {
        if start.has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if start.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if start.has("GIF87a") || start.has("GIF89a") { return .gif }
        if start.has("RIFF"), start.has("WEBP", at: 8) { return .webp }
        if start.has("BM"), start.has([0, 0, 0, 0], at: 6) { return .document("image/bmp") }
        if start.has([0x49, 0x49, 0x2A, 0]) || start.has([0x4D, 0x4D, 0, 0x2A]) { return .document("image/tiff") }
        return nil
    }

    private static func sound(_ start: Start) -> FileType? {
        if start.has("RIFF"), start.has("WAVE", at: 8) { return .wav }
        if start.has("#!AMR") { return .amr }
        if start.has("fLaC") { return .document("audio/flac") }
        if start.has("OggS") { return ogg(start) }
        if start.has("ID3") { return .mp3 }
        // The frame headers of MPEG audio: 12 bits of ones (11 for version 2.5), the version, the layer.
        if let second = start.byte(at: 1), start.has([0xFF]), second & 0xE0 == 0xE0 {
            if second & 0xF6 == 0xF0 { return .aac }
            if second & 0x06 == 0x02, second & 0x18 != 0x08 { return .mp3 }
        }
        return nil
    }

    /// The first page says which codec follows: its header is 27 bytes and a table of segments.
    private static func ogg(_ start: Start) -> FileType {
        let content = 27 + Int(start.byte(at: 26) ?? 0)
        if start.has("OpusHead", at: content) { return start.byte(at: content + 9) == 1 ? .voice : .ogg }
        if start.has([0x80] + "theora".utf8, at: content) { return .document("video/ogg") }
        return .ogg
    }

    private static func film(_ start: Start) -> FileType? {
        if start.has("ftyp", at: 4) { return brand(start) }
        // QuickTime from before brands.
        if ["moov", "mdat", "wide"].contains(where: { start.has($0, at: 4) }) { return .quickTime }
        if start.has([0x1A, 0x45, 0xDF, 0xA3]) { return start.mentions("webm", within: 64) ? .webm : .document("video/x-matroska") }
        if start.has("RIFF"), start.has("AVI ", at: 8) { return .document("video/x-msvideo") }
        return nil
    }

    private static func brand(_ start: Start) -> FileType {
        switch start.text(8..<12) {
        case "M4A ", "M4B ": .m4a
        case "qt  ": .quickTime
        case let brand where brand.hasPrefix("3g"): .threeGPP
        case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": .document("image/heic")
        case "avif", "avis": .document("image/avif")
        default: .mp4
        }
    }

    private static func paper(_ start: Start) -> FileType? {
        if start.has("%PDF-") { return .document("application/pdf") }
        if start.has("{\\rtf") { return .document("application/rtf") }
        if start.has([0x50, 0x4B, 0x03, 0x04]) { return .document(archive(start)) }
        if start.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .document(office97(start)) }
        if start.has([0x1F, 0x8B]) { return .document("application/gzip") }
        if start.has([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .document("application/x-7z-compressed") }
        if start.has("Rar!") { return .document("application/vnd.rar") }
        if start.has("BEGIN:VCARD") { return .document("text/vcard") }
        if start.has("BEGIN:VCALENDAR") { return .document("text/calendar") }
        return nil
    }

    /// What OpenDocument and Office Open XML put first into their archives.
    private static func archive(_ start: Start) -> String {
        // "mimetype", stored and not compressed, is the first entry of an OpenDocument.
        if start.has("mimetype", at: 30) {
            let type = start.text(38..<100).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "/.-+".contains($0)) }
            if type.hasPrefix("application/vnd.oasis.opendocument.") || type.hasPrefix("application/epub+zip") {
                return String(type.prefix { $0 != "P" })
            }
        }
        guard start.has("[Content_Types].xml", at: 30) || start.has("_rels/.rels", at: 30) || start.has("docProps/", at: 30) else {
            return "application/zip"
        }
        let office = "application/vnd.openxmlformats-officedocument."
        if start.mentions("word/") { return office + "wordprocessingml.document" }
        if start.mentions("xl/") { return office + "spreadsheetml.sheet" }
        if start.mentions("ppt/") { return office + "presentationml.presentation" }
        return "application/zip"
    }

    /// The names of streams in the older format are in UTF-16.
    private static func office97(_ start: Start) -> String {
        func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } }
        if start.mentions(wide("WordDocument")) { return "application/msword" }
        if start.mentions(wide("Workbook")) { return "application/vnd.ms-excel" }
        if start.mentions(wide("PowerPoint Document")) { return "application/vnd.ms-powerpoint" }
        return "application/x-ole-storage"
    }
}
