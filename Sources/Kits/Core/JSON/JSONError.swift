/// Why bytes are not JSON, and where.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: String, Sendable {
        case empty = "there is no value"
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "a character is not allowed here"
        case badNumber = "a number is malformed"
        case numberOutOfRange = "a number is out of range"
        case badEscape = "an escape sequence is malformed"
        case loneSurrogate = "a surrogate stands alone"
        case badUTF8 = "the text is not valid UTF-8"
        case controlCharacter = "a control character is not escaped"
        case duplicateName = "a name appears twice in one object"
        case tooDeep = "values are nested too deeply"
        case trailingBytes = "something follows the value"
    }

    /// What is wrong.
    package let reason: Reason
    /// How many bytes stand before the place.
    package let offset: Int

    package var description: String { "\(reason.rawValue), at byte \(offset)" }
}
