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

    /// The whole content, where it was there when the handler started; nil where it is read as it arrives.
    package var buffered: [UInt8]? {
        switch source {
        case .buffered(let bytes): bytes
        case .stream: nil
        }
    }

    /// Has `look` see each part that is read from now on, before its reader does; nothing where the content is buffered.
    package func observe(_ look: @escaping @Sendable ([UInt8]) -> Void) {
        if case .stream(let stream) = source { stream.observe(look) }
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
