package import Contracts
package import Core
import Database
import HTTP

extension Media {
    /// From the call to the last byte of a file that is fetched.
    package static let fetchDeadline: Duration = .seconds(30)

    /// Fetches a file from where a customer says it is, and keeps it as `receive` does. Throws `Problem.invalid` at `pointer` with what is wrong:
    /// the address, the answer, the type or the size; nothing of the answer but the class of its status is told (contract FS2-58, FS2-59).
    package func fetch(
        _ url: String, as kind: MediaKind, at pointer: String, until: Instant? = nil, as caller: Caller
    ) async throws -> MediaReference {
        do throws(MediaRefusal) {
            // No effect that a request could have twice: the same bytes are kept once.
            let item = try await Undertaking.aside { () async throws(MediaRefusal) in
                try await fetched(url, as: kind, until: until, of: caller.tenant)
            }
            // The same bytes may have come from elsewhere first; the caller asked for this URL.
            let file = item.reference
            return MediaReference(id: file.id, mimeType: file.mimeType, bytes: file.bytes, sha256: file.sha256, source: url)
        } catch { throw error.told(at: pointer) }
    }

    private func fetched(_ text: String, as kind: MediaKind, until: Instant?, of tenant: TenantID) async throws(MediaRefusal) -> MediaItem {
        // Which rule of ours a URL breaks would be news to whoever tries them one by one.
        guard let url = try? HTTPURL(text) else { throw .wrong("is not a URL that can be fetched") }
        let limit: Int
        do { limit = try await self.limit(of: kind, for: tenant) } catch { throw .other(error) }
        do {
            return try await client.download(url, upTo: limit, deadline: Self.fetchDeadline, for: tenant) { download in
                try Self.check(download)
                return try await store(as: kind, fileName: Self.name(of: url), source: text, until: until, of: tenant) {
                    try await download.next()
                }
            }
        } catch let refusal as MediaRefusal {
            guard case .other(let error) = refusal else { throw refusal }
            throw Self.refusal(error, kind, limit)
        } catch { throw Self.refusal(error, kind, limit) }
    }

    private static func check(_ download: HTTPDownload) throws(MediaRefusal) {
        guard download.status == 200 else {
            throw .wrong("cannot be fetched: the server answered with a status \(download.status / 100)xx")
        }
        // Nothing is decompressed: a few bytes could become any number.
        let coding = download.fields["Content-Encoding"]?.lowercased() ?? "identity"
        guard coding == "identity" || coding.isEmpty else { throw .wrong("cannot be fetched: the server sends it compressed only") }
    }

    /// The last component of the path, where there is one.
    private static func name(of url: HTTPURL) -> String? {
        let path = url.target.prefix { $0 != "?" }
        return path.split(separator: "/", omittingEmptySubsequences: false).last.map { $0.removingPercentEscapes }
    }

    private static func refusal(_ error: any Error, _ kind: MediaKind, _ limit: Int) -> MediaRefusal {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .cancelled, .overloaded: .other(Problem.unavailable(retryAfter: 1))
            case .responseTooLarge: .tooLarge(kind, limit: limit)
            default: .wrong(reason(error))
            }
        case HTTPRedirectError.tooMany: .wrong("cannot be fetched: the server redirects more than \(HTTPClient.redirectLimit) times")
        case HTTPRedirectError.malformed: .wrong("cannot be fetched: the server redirects to what is no URL")
        case HTTPRedirectError.downgrade: .wrong("cannot be fetched: the server redirects from https to http")
        default: .other(error)
        }
    }

    private static func reason(_ error: HTTPClientError) -> String {
        switch error {
        case .requestNotAllowed: "must be an http or https URL with the usual port"
        case .addressNotAllowed: "must lead to a public address"
        case .dnsFailed: "cannot be fetched: its name has no address"
        case .connectTimedOut, .connectionRefused, .unreachable: "cannot be fetched: the server cannot be reached"
        case .tlsFailed: "cannot be fetched: the server's certificate or TLS is not acceptable"
        case .timedOut: "cannot be fetched within \(fetchDeadline.components.seconds) s"
        case .responseTooLarge: "is too large"
        case .malformedResponse: "cannot be fetched: the server's answer is not HTTP"
        case .disconnected, .cancelled, .overloaded: "cannot be fetched: the server broke the connection off"
        }
    }
}

extension Substring {
    /// The text with `%XX` undone; unchanged where that gives no text.
    fileprivate var removingPercentEscapes: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(Hex.value), let low = rest.dropFirst().first.flatMap(Hex.value) {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(self)
    }
}
