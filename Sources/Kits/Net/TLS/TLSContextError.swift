/// Why the material for TLS cannot be used.
package enum TLSContextError: Error, Hashable, Sendable {
    /// The certificate file is missing or holds no certificate; its path and OpenSSL's words.
    case certificateUnreadable(String, String)
    /// The key file is missing or holds no private key; its path and OpenSSL's words.
    case keyUnreadable(String, String)
    /// The private key is not that of the certificate.
    case keyOfAnotherCertificate
    /// The system's or the extra certificate authorities cannot be read.
    case authoritiesUnreadable(String)
}
