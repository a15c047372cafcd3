import Contracts

/// A text with gaps, taken apart: `Hello {{contact.name}}` is a piece of text and a gap. One opening brace alone is text.
struct GapText: Sendable, Hashable {
    /// How many gaps one text may have.
    static let gapsLimit = 100
    /// How long what stands between the braces may be, in bytes.
    static let gapLimit = 128

    enum Piece: Sendable, Hashable {
        case text(Substring)
        case gap(Gap)
    }

    /// What is wrong with a text.
    struct Fault: Error, Hashable {
        let detail: String
    }

    let pieces: [Piece]

    var gaps: [Gap] {
        pieces.compactMap { piece in
            guard case .gap(let gap) = piece else { return nil }
            return gap
        }
    }

    /// Takes a text apart, or throws what is wrong with its gaps.
    init(_ text: String) throws(Fault) {
        var pieces: [Piece] = []
        var gaps = 0
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{") {
            if opening.lowerBound > rest.startIndex { pieces.append(.text(rest[..<opening.lowerBound])) }
            let inner = rest[opening.upperBound...]
            guard let closing = inner.firstRange(of: "}}") else { throw Fault(detail: "has a {{ without }}") }
            pieces.append(.gap(try Self.gap(inner[..<closing.lowerBound])))
            gaps += 1
            guard gaps <= Self.gapsLimit else { throw Fault(detail: "has more than \(Self.gapsLimit) gaps") }
            rest = inner[closing.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        self.pieces = pieces
    }

    /// Puts the text together again, with what `value` says in place of each gap.
    func filled<Failure: Error>(_ value: (Gap) throws(Failure) -> String) throws(Failure) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let piece): text += piece
            case .gap(let gap): text += try value(gap)
            }
        }
        return text
    }

    /// The texts of a content that were written as they should be.
    static func all(in content: MessageContent) -> [GapText] {
        var texts: [GapText] = []
        _ = content.mappingTexts { text in
            // What was refused when it was saved is not asked about again.
            if let text = try? GapText(text) { texts.append(text) }
            return text
        }
        return texts
    }

    private static func gap(_ inner: Substring) throws(Fault) -> Gap {
        let bytes = inner.utf8
        guard bytes.count <= gapLimit else { throw Fault(detail: "has a gap of more than \(gapLimit) bytes") }
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var word = bytes.drop(while: isSpace)
        while let last = word.last, isSpace(last) { word = word.dropLast() }
        let written = "{{" + inner + "}}"
        guard let dot = word.firstIndex(of: UInt8(ascii: ".")) else { throw Fault(detail: "has a gap without a dot: \(written)") }
        let name = word[word.index(after: dot)...]
        guard let owner = Gap.Owner(rawValue: String(Substring(word[..<dot]))) else {
            throw Fault(detail: "has a gap that belongs to none of \(Gap.Owner.allCases.map(\.rawValue).joined(separator: ", ")): \(written)")
        }
        let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isNameByte) }) else {
            throw Fault(detail: "has a gap whose name is not made of letters, digits, _ and -: \(written)")
        }
        return Gap(owner: owner, name: String(Substring(name)))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
