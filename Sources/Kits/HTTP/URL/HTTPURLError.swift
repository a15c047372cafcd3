/// Why a text is not a URL that we connect to.
package enum HTTPURLError: Error, Hashable, Sendable {
    /// Longer than `HTTPURL.byteLimit`.
    case tooLong
    /// It does not start with `http://` or `https://`.
    case scheme
    /// There is a user name or a password in it.
    case credentials
    /// The host is missing, or written in a way that programs read differently.
    case host
    /// The port is not a number from 1 to 65535.
    case port
    /// The path or the query holds a character that must be percent-encoded there.
    case target
}
