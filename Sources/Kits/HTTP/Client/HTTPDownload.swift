package import Core

/// An answer whose content is read as it arrives. What is in it was written by a stranger.
package struct HTTPDownload: Sendable {
    /// The status, 200 to 599, of the last answer.
    package let status: Int
    /// The fields of its head.
    package let fields: HTTPFields
    let stream: HTTPDownloadStream

    /// The next bytes of the content, at least one; nil at its end, when all that was announced has come. For one reader.
    package func next() async throws(HTTPClientError) -> [UInt8]? { try await stream.next() }
}

/// Why a redirect is not followed.
package enum HTTPRedirectError: Error, Hashable, Sendable {
    /// There were more than allowed.
    case tooMany
    /// It leads to no URL that we connect to.
    case malformed
    /// It leads from https to http.
    case downgrade
}

extension HTTPClient {
    /// Redirects that a download follows.
    package static let redirectLimit = 3

    /// Fetches what is at `url`, however large up to `limit` bytes, in `deadline` altogether, and hands it to `body`, whose reading holds the server
    /// back. Redirects are followed, each checked like the first; nothing of one request is carried into the next, and https never becomes http.
    ///
    /// Connections serve one download each. Throws `HTTPClientError`, `HTTPRedirectError`, and what `body` throws; when `body` returns, what it has
    /// not read is not fetched.
    package func download<Result>(
        _ url: HTTPURL, upTo limit: Int, deadline: Duration, for tenant: TenantID?, _ body: (HTTPDownload) async throws -> Result
    ) async throws -> Result {
        let started = now
        var url = url
        for _ in 0...Self.redirectLimit {
            let download = try await begin(url, limit, deadline - (now - started), tenant)
            defer { download.stream.abandon() }
            guard [301, 302, 303, 307, 308].contains(download.status), let location = download.fields["Location"] else {
                return try await body(download)
            }
            // Whatever is wrong with it, it was a stranger who wrote it.
            guard let next = try? url.following(location) else { throw HTTPRedirectError.malformed }
            guard next.scheme == .https || url.scheme == .http else { throw HTTPRedirectError.downgrade }
            url = next
        }
        throw HTTPRedirectError.tooMany
    }

    private func begin(_ url: HTTPURL, _ limit: Int, _ left: Duration, _ tenant: TenantID?) async throws(HTTPClientError) -> HTTPDownload {
        guard !Task.isCancelled else { throw .cancelled }
        guard left > .zero else { throw .timedOut }
        let started = now
        try check(url)
        let fields: HTTPFields = ["Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Herald/1"]
        let request = HTTPClientRequest(.get, url, fields: fields, pool: tenant, deadline: left, content: .pieces(upTo: limit))
        let (answer, stream) = try await sendAnew(request, bytes: try request.encoded(), started: started)
        // Asked for in pieces, it has a stream.
        guard let stream else { throw .malformedResponse }
        return HTTPDownload(status: answer.status, fields: answer.fields, stream: stream)
    }
}
