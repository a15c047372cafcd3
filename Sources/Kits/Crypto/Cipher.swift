import COpenSSL

/// The ciphers in use, each fetched once.
struct Cipher: @unchecked Sendable {
    /// AES-256 in Galois/counter mode (NIST SP 800-38D).
    static let aes256GCM = Cipher(named: "AES-256-GCM")
    /// AES-256 key wrap with the default initial value (RFC 3394).
    static let aes256Wrap = Cipher(named: "AES-256-WRAP")

    let algorithm: OpaquePointer

    private init(named name: String) {
        guard let algorithm = EVP_CIPHER_fetch(nil, name, nil) else { preconditionFailure("libcrypto has no \(name)") }
        self.algorithm = algorithm
    }

    /// Runs `body` with a fresh context, which is wiped afterwards.
    static func withContext<Result>(_ body: (OpaquePointer) throws -> Result) rethrows -> Result {
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        defer { EVP_CIPHER_CTX_free(context) }
        return try body(context)
    }
}
