/// Names that files come with. They are labels: nothing is ever opened under them.
enum FileName {
    /// A name that can be shown and written into a header: the last component, without control characters and those that turn the direction of
    /// what is read, at most `Media.fileNameBytes` bytes; nil where nothing is left.
    static func label(_ name: String?) -> String? {
        guard let name else { return nil }
        let last = name.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? []
        var label = String.UnicodeScalarView()
        var bytes = 0
        for scalar in last where !isHidden(scalar) {
            bytes += UTF8.width(scalar)
            guard bytes <= Media.fileNameBytes else { break }
            label.append(scalar)
        }
        let text = String(label).trimmingSpaces
        return text.allSatisfy { $0 == "." } ? nil : text
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0.isWhitespace }
        return String(start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex))
    }
}
