import COpenSSL

/// OpenSSL's queue of errors, which belongs to the thread and must be empty before every call whose outcome is asked for.
enum OpenSSLErrors {
    /// The words of the oldest error; empties the queue.
    static func take() -> String {
        let code = ERR_peek_error()
        ERR_clear_error()
        guard code != 0, let words = ERR_reason_error_string(code) else { return "no reason given" }
        return String(cString: words)
    }
}
