private import COpenSSL

/// What many TLS connections share: whom to trust, or who to be. Versions 1.2 and 1.3, with forward secrecy and authenticated ciphers only.
///
/// Immutable once made; new certificate files mean a new context.
package final class TLSContext: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer
    let isServer: Bool

    /// For connecting: trusts the system's authorities, and those in `extraAuthorities` (PEM) beside them, which tests and private networks
    /// need.
    package static func client(extraAuthorities: [UInt8]? = nil) throws(TLSContextError) -> TLSContext {
        let context = TLSContext(TLS_client_method(), isServer: false)
        SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
        guard SSL_CTX_set_default_verify_paths(context.pointer) == 1 else { throw .authoritiesUnreadable(OpenSSLErrors.take()) }
        if let extraAuthorities { try context.trust(extraAuthorities) }
        // In the wire format of RFC 7301: a length, then the name.
        let protocols: [UInt8] = [8] + Array("http/1.1".utf8)
        SSL_CTX_set_alpn_protos(context.pointer, protocols, UInt32(protocols.count))
        return context
    }

    /// For being connected to: shows the certificate chain in the file `certificate`, with the private key in the file `key` (both PEM).
    package static func server(certificate: String, key: String) throws(TLSContextError) -> TLSContext {
        let context = TLSContext(TLS_server_method(), isServer: true)
        guard SSL_CTX_use_certificate_chain_file(context.pointer, certificate) == 1 else {
            throw .certificateUnreadable(certificate, OpenSSLErrors.take())
        }
        ERR_clear_error()
        guard SSL_CTX_use_PrivateKey_file(context.pointer, key, SSL_FILETYPE_PEM) == 1 else {
            // OpenSSL already compares here, when the certificate is there before the key.
            let mismatch = ERR_GET_REASON(ERR_peek_error()) == X509_R_KEY_VALUES_MISMATCH
            let words = OpenSSLErrors.take()
            throw mismatch ? .keyOfAnotherCertificate : .keyUnreadable(key, words)
        }
        guard SSL_CTX_check_private_key(context.pointer) == 1 else {
            ERR_clear_error()
            throw .keyOfAnotherCertificate
        }
        SSL_CTX_set_alpn_select_cb(context.pointer, chooseProtocol, nil)
        return context
    }

    private init(_ method: OpaquePointer?, isServer: Bool) {
        guard let pointer = SSL_CTX_new(method) else { preconditionFailure("libssl cannot make a context") }
        self.pointer = pointer
        self.isServer = isServer
        _ = herald_ssl_ctx_set_min_version(pointer, TLS1_2_VERSION)
        herald_ssl_ctx_harden(pointer)
        // Without it every idle connection keeps two records' worth of buffers.
        _ = herald_ssl_ctx_set_mode(pointer, Int(SSL_MODE_RELEASE_BUFFERS))
        let chosen = SSL_CTX_set_cipher_list(pointer, "ECDHE+AESGCM:ECDHE+CHACHA20")
        precondition(chosen == 1, "libssl has none of the ciphers")
    }

    deinit { SSL_CTX_free(pointer) }

    private func trust(_ authorities: [UInt8]) throws(TLSContextError) {
        let count = authorities.withUnsafeBytes { bytes -> Int in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return 0 }
            defer { BIO_free(source) }
            var count = 0
            while let certificate = PEM_read_bio_X509(source, nil, nil, nil) {
                defer { X509_free(certificate) }
                guard X509_STORE_add_cert(SSL_CTX_get_cert_store(pointer), certificate) == 1 else { return 0 }
                count += 1
            }
            return count
        }
        // Reading ends with an error by its nature: there was no further certificate.
        let words = OpenSSLErrors.take()
        guard count > 0 else { throw .authoritiesUnreadable(words) }
    }
}

/// Takes "http/1.1" if the client offers it, and otherwise goes on without the extension.
private func chooseProtocol(
    _: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ chosenLength: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ offeredLength: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let offered, let chosen, let chosenLength else { return SSL_TLSEXT_ERR_NOACK }
    let name: StaticString = "http/1.1"
    let list = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
    var position = 0
    while position < list.count {
        let length = Int(list[position])
        guard position + 1 + length <= list.count else { return SSL_TLSEXT_ERR_NOACK }
        let entry = UnsafeBufferPointer(rebasing: list[position + 1..<position + 1 + length])
        if entry.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)) {
            chosen.pointee = entry.baseAddress
            chosenLength.pointee = UInt8(length)
            return SSL_TLSEXT_ERR_OK
        }
        position += 1 + length
    }
    return SSL_TLSEXT_ERR_NOACK
}
