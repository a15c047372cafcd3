import Contracts
import Core

/// Fills the gaps of a content, all of them or as many as can be.
enum Filling {
    /// Why a content cannot be filled.
    struct Incomplete: Error, Hashable {
        /// The gaps for which there is nothing, each once.
        var missing: [Gap] = []
        /// Those whose owner is not known, each once.
        var unavailable: [Gap] = []
    }

    /// The content with every gap filled; throws all that cannot be.
    static func filled(_ content: MessageContent, with values: GapValues) throws(Incomplete) -> MessageContent {
        let (filled, rest) = attempted(content, with: values)
        guard rest.missing.isEmpty, rest.unavailable.isEmpty else { throw rest }
        return filled
    }

    /// The content with those gaps filled that can be, and those that cannot.
    static func attempted(_ content: MessageContent, with values: GapValues) -> (content: MessageContent, rest: Incomplete) {
        var rest = Incomplete()
        let filled = content.mappingTexts { text in
            // What is no text with gaps was refused when it was saved; should one be kept all the same, it is sent as it stands.
            guard text.utf8.contains(UInt8(ascii: "{")), let parts = try? GapText(text) else { return text }
            return parts.filled { gap in
                switch values.value(of: gap) {
                case .text(let text): return text
                case .missing: if !rest.missing.contains(gap) { rest.missing.append(gap) }
                case .unavailable: if !rest.unavailable.contains(gap) { rest.unavailable.append(gap) }
                }
                return "{{\(gap)}}"
            }
        }
        return (filled, rest)
    }
}

extension Problem {
    /// Says of each gap that it cannot be filled; `pointer` is where the request names the template.
    init(_ incomplete: Filling.Incomplete, at pointer: String) {
        self = .invalid(
            incomplete.missing.map { Violation("\(pointer)/variables", "there is nothing to put in place of {{\($0)}}", fault: .variable) }
                + incomplete.unavailable.map {
                    Violation("\(pointer)/variables", "it is not known here who {{\($0)}} asks for", fault: .context)
                })
    }
}
