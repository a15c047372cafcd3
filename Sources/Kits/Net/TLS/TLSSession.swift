private import COpenSSL

/// One TLS connection as a machine without a socket: bytes of the network go in and come out by hand.
///
/// Belongs to one loop; not `Sendable`. After `receive`, and after anything else that may have something to say to the other side, send what
/// `takeOutgoing` gives. An error is final.
package final class TLSSession {
    /// What a read gave.
    package enum ReadOutcome: Hashable, Sendable {
        /// So many bytes of plaintext, at least one.
        case bytes(Int)
        /// Nothing until more was received.
        case starved
        /// The other side has said farewell; nothing more will come.
        case ended
    }

    private let session: OpaquePointer
    // Owned by the session.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private let context: TLSContext
    /// Whether both sides have finished the handshake, so that plaintext can be written.
    package private(set) var isReady = false

    /// The client's side, which insists on a certificate for `host`: a name, which is also announced (RFC 6066, section 3), or an address.
    package convenience init(connectingTo host: String, context: TLSContext) {
        precondition(!context.isServer, "a client's session needs a client's context")
        self.init(context)
        SSL_set_connect_state(session)
        SSL_set_hostflags(session, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        if IPAddress(host) != nil {
            let set = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host)
            precondition(set == 1, "libssl refuses the address to verify")
        } else {
            let set = SSL_set1_host(session, host) == 1 && herald_ssl_set_host_name(session, host) == 1
            precondition(set, "libssl refuses the name to verify")
        }
    }

    /// The server's side.
    package convenience init(accepting context: TLSContext) {
        precondition(context.isServer, "a server's session needs a server's context")
        self.init(context)
        SSL_set_accept_state(session)
    }

    private init(_ context: TLSContext) {
        guard let session = SSL_new(context.pointer), let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
            preconditionFailure("out of memory")
        }
        SSL_set_bio(session, incoming, outgoing)
        self.session = session
        self.incoming = incoming
        self.outgoing = outgoing
        self.context = context
    }

    deinit { SSL_free(session) }

    /// Takes bytes that came from the network.
    package func receive(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        // A memory BIO takes everything. What is not read piles up here, so the caller reads to the end before receiving more.
        BIO_write(incoming, bytes.baseAddress, Int32(bytes.count))
    }

    /// Appends what must go to the network, and forgets it.
    package func takeOutgoing(into bytes: inout [UInt8]) {
        let count = Int(BIO_ctrl_pending(outgoing))
        guard count > 0 else { return }
        let fresh = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(clamping: count))))
        }
        if bytes.isEmpty { bytes = fresh } else { bytes += fresh }
    }

    /// Goes on with the handshake as far as what was received allows; true when it is done. The client calls it first, before receiving.
    package func handshake() throws(TLSError) -> Bool {
        if isReady { return true }
        ERR_clear_error()
        let outcome = SSL_do_handshake(session)
        if outcome == 1 {
            isReady = true
            return true
        }
        switch SSL_get_error(session, outcome) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return false
        default: throw failure()
        }
    }

    /// Reads plaintext into `buffer`, as much as there is and fits.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSError) -> ReadOutcome {
        ERR_clear_error()
        let outcome = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
        if outcome > 0 { return .bytes(Int(outcome)) }
        switch SSL_get_error(session, outcome) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .starved
        case SSL_ERROR_ZERO_RETURN: return .ended
        default: throw failure()
        }
    }

    /// Encrypts plaintext, all of it; only once the handshake is done. What the network does not take piles up with the caller.
    package func write(_ plaintext: UnsafeRawBufferPointer) throws(TLSError) {
        var rest = plaintext
        while rest.count > 0 {
            ERR_clear_error()
            let written = SSL_write(session, rest.baseAddress, Int32(clamping: rest.count))
            guard written > 0 else { throw failure() }
            rest = UnsafeRawBufferPointer(rebasing: rest[Int(written)...])
        }
    }

    /// Says farewell; the answer to it need not be waited for.
    package func close() {
        ERR_clear_error()
        SSL_shutdown(session)
        ERR_clear_error()
    }

    /// The name of the version that was agreed on, "TLSv1.3".
    package var version: String { String(cString: SSL_get_version(session)) }

    private func failure() -> TLSError {
        let code = ERR_peek_error()
        let words = OpenSSLErrors.take()
        let verification = SSL_get_verify_result(session)
        if !context.isServer, verification != Int(X509_V_OK) { return Self.certificateError(verification) }
        switch ERR_GET_REASON(code) {
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: return .versionRefused
        // Reasons from 1000 on are alerts that came from the other side.
        case SSL_AD_REASON_OFFSET...: return .alert(words)
        default: return .malformed(words)
        }
    }

    private static func certificateError(_ code: Int) -> TLSError {
        switch Int32(truncatingIfNeeded: code) {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: .certificateExpired
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .certificateWrongName
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            .certificateUntrusted
        default: .certificateRefused(String(cString: X509_verify_cert_error_string(code)))
        }
    }
}
