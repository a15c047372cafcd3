import API
import Core
import Crypto
import HTTP

/// What tells a request from any other with the same key: the digest of its method, its target and its content.
///
/// Content that a handler reads as it arrives is taken in as it is read; what the handler leaves is read at the end, when the digest is asked for.
final class ContentFingerprint: Sendable {
    /// The digest, where the content was there from the beginning.
    let known: [UInt8]?
    private let digest: Lock<RunningSHA256>
    private let request: HTTPRequest

    /// Of the request that passes. Throws what receiving its content throws.
    init(_ passage: Passage) async throws {
        request = passage.circumstances.request
        let digest = RunningSHA256()
        digest.update(request.method.name.utf8)
        digest.update([0])
        digest.update(request.target.utf8)
        digest.update([0])
        if passage.content.isWhole {
            digest.update(try await passage.content.bytes())
            known = digest.digest.bytes
        } else if let bytes = request.body.buffered {
            digest.update(bytes)
            known = digest.digest.bytes
        } else {
            known = nil
        }
        let running = Lock(digest)
        self.digest = running
        if known == nil {
            request.body.observe { bytes in running.withLock { $0.update(bytes) } }
        }
    }

    /// The digest, once all of the content has been read; throws where it breaks off.
    func value() async throws -> [UInt8] {
        if let known { return known }
        do throws(HTTPBodyError) {
            while try await request.body.next() != nil {}
        } catch {
            throw HTTPRefusal(error == .timedOut ? .timedOut : .malformed, request: request)
        }
        return digest.withLock { $0.digest.bytes }
    }
}
