/// Everything that is wrong with the settings, at once.
package struct ConfigError: Error, CustomStringConvertible {
    /// One line each.
    package let mistakes: [String]

    package var description: String { mistakes.joined(separator: "\n") }
}
