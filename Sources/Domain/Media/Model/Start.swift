import Glibc

/// The first bytes of a file, and questions about them. No question traps, however few they are.
struct Start {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func byte(at index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

    func has(_ wanted: [UInt8], at index: Int = 0) -> Bool { index <= bytes.count && bytes[index...].starts(with: wanted) }

    func has(_ wanted: String, at index: Int = 0) -> Bool { has(Array(wanted.utf8), at: index) }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self) }

    func mentions(_ wanted: String, within limit: Int = .max) -> Bool { mentions(Array(wanted.utf8), within: limit) }

    /// Whether the bytes stand anywhere among the first `limit`.
    func mentions(_ wanted: [UInt8], within limit: Int = .max) -> Bool {
        guard let first = wanted.first else { return true }
        return bytes.withUnsafeBytes { bytes in
            let end = min(limit, bytes.count)
            var from = 0
            while let base = bytes.baseAddress, from + wanted.count <= end, let hit = memchr(base + from, Int32(first), end - from) {
                from = UnsafeRawPointer(hit) - base
                if from + wanted.count <= end, memcmp(base + from, wanted, wanted.count) == 0 { return true }
                from += 1
            }
            return false
        }
    }

    /// Programs of the systems there are, scripts, shortcuts, and pages, which run scripts of their own where they are opened.
    var isHarmful: Bool {
        let programs: [[UInt8]] = [
            Array("MZ".utf8), [0x7F, 0x45, 0x4C, 0x46], [0xCA, 0xFE, 0xBA, 0xBE], [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF],
            [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE], Array("#!".utf8), [0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0],
        ]
        return programs.contains { has($0) } || isPage
    }

    /// HTML and SVG, the way browsers find them: by the first tag, or the one after an XML declaration.
    private var isPage: Bool {
        var text = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased().drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if text.hasPrefix("<?xml") { return text.contains("<svg") || text.contains("<html") }
        while text.hasPrefix("<!--"), let end = text.firstRange(of: "-->") {
            text = text[end.upperBound...].drop { $0.isWhitespace }
        }
        let tags = ["!doctype", "html", "head", "body", "script", "svg", "iframe", "img", "style", "a ", "div", "table", "title", "meta", "link"]
        return text.first == "<" && tags.contains { text.dropFirst().hasPrefix($0) }
    }

    /// Whether it is text in UTF-8, as far as can be seen; the last character may be cut.
    var isText: Bool {
        guard !bytes.contains(where: { $0 < 0x20 && ![9, 10, 12, 13].contains($0) || $0 == 0x7F }) else { return false }
        return (0...min(3, bytes.count)).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}
