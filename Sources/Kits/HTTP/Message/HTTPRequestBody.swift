import Synchronization

/// The content of a request. Small contents are there when the handler starts; large ones are read as they arrive, no faster than the handler
/// takes them.
package final class HTTPRequestBody: Sendable {
    private enum Source: Sendable {
        case buffered([UInt8])
        case stream(HTTPBodyStream)
    }

    private let source: Source
    private let isTaken = Atomic<Bool>(false)

    /// No content. Shared by all requests that have none.
    static let empty = HTTPRequestBody([])

    /// Content that is there already.
    package init(_ bytes: [UInt8]) { source = .buffered(bytes) }

    init(_ stream: HTTPBodyStream) { source = .stream(stream) }

    /// The whole content. Small contents may be collected again; what was streamed is gone once it was read.
    package func collect(upTo limit: Int) async throws(HTTPBodyError) -> [UInt8] {
        switch source {
        case .buffered(let bytes):
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            return bytes
        case .stream(let stream):
            if let length = stream.length, length > limit { throw .tooLarge(limit: limit) }
            var whole: [UInt8] = []
            while let part = try await stream.next() {
                guard whole.count + part.count <= limit else { throw .tooLarge(limit: limit) }
                whole.append(contentsOf: part)
            }
            return whole
        }
    }

    /// The next part of the content, nil at its end. For one reader at a time.
    package func next() async throws(HTTPBodyError) -> [UInt8]? {
        switch source {
        case .buffered(let bytes):
            return bytes.isEmpty || isTaken.exchange(true, ordering: .relaxed) ? nil : bytes
        case .stream(let stream):
            return try await stream.next()
        }
    }
}
