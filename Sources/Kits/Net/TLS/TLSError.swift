/// Why a TLS connection is not to be had, or why it ended.
package enum TLSError: Error, Hashable, Sendable {
    /// The certificate's time is over, or has not come.
    case certificateExpired
    /// No trusted authority vouches for the certificate.
    case certificateUntrusted
    /// The certificate is for another name.
    case certificateWrongName
    /// The certificate is not acceptable for another reason; OpenSSL's words for it.
    case certificateRefused(String)
    /// There is no version of TLS (1.2 or 1.3) that both sides speak.
    case versionRefused
    /// The other side refused the handshake; the alert it sent (RFC 8446, section 6).
    case alert(String)
    /// What came is not TLS; OpenSSL's words for it.
    case malformed(String)
    /// The connection ended without the farewell of TLS, so that what came may have been cut.
    case truncated
}
