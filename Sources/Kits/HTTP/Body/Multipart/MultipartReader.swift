/// Reads a form part by part and piece by piece, no faster than its source gives bytes. For one task.
package final class MultipartReader {
    private let source: () async throws -> [UInt8]?
    private var parser: MultipartParser
    private var isInPart = false
    private var isOver = false

    /// A reader of what `source` gives until nil; what `source` throws is passed on. Forms that break the rules throw `MultipartError`.
    package init(_ boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits(), source: @escaping () async throws -> [UInt8]?) {
        self.source = source
        parser = MultipartParser(boundary, limits: limits)
    }

    /// The next part; nil behind the last, when the form is known to be complete. What is left of the part before is passed over.
    package func nextPart() async throws -> MultipartPart? {
        while try await nextPiece() != nil {}
        while true {
            switch try parser.next() {
            case .part(let part):
                isInPart = true
                return part
            case .hungry:
                guard try await fill() else { return nil }
            // Outside a part there is no content.
            case .piece, .partEnd: throw MultipartError.malformed
            }
        }
    }

    /// The next bytes of the part's content, at least one; nil at its end.
    package func nextPiece() async throws -> [UInt8]? {
        while isInPart {
            switch try parser.next() {
            case .piece(let bytes): return bytes
            case .partEnd: isInPart = false
            case .hungry:
                guard try await fill() else { throw MultipartError.unterminated }
            // A part begins only after another has ended.
            case .part: throw MultipartError.malformed
            }
        }
        return nil
    }

    /// False at the end of a complete form.
    private func fill() async throws -> Bool {
        guard !isOver else { return false }
        guard let bytes = try await source() else {
            isOver = true
            try parser.finish()
            return false
        }
        parser.feed(bytes)
        return true
    }
}
