import Contracts
import Core
import HTTP

/// What came in one of the ways that a route takes: as JSON, as a form with or without a file, or as the bare bytes of a file.
package struct Submission<Value: Sendable>: Sendable {
    enum Source: Sendable {
        case json(Value)
        case form(Form, MultipartBoundary, Shape<Value>)
        case bytes(Value)
    }

    let source: Source
    let request: HTTPRequest

    /// Whether it is a form or the bytes of a file: `read` may find a file then.
    package var mayHaveFile: Bool {
        switch source {
        case .json: false
        case .form, .bytes: true
        }
    }

    /// Everything there is, once: the value, and what `keep` made of the file, if there was one.
    ///
    /// `keep` is called as soon as the file's part begins, before the fields that come after it are known, and reads the file as it arrives.
    /// Throws `Problem.invalid` with every rule that the form or its fields break, `HTTPRefusal` where the client broke the protocol, and what
    /// `keep` throws. A file that was kept before something else turned out to be wrong stays kept.
    package func read<Kept>(_ keep: (UploadedFile) async throws -> Kept) async throws -> (value: Value, file: Kept?) {
        switch source {
        case .json(let value): return (value, nil)
        case .bytes(let value):
            let type = request.fields["Content-Type"]
            return (value, try await keep(UploadedFile(name: nil, mediaType: type, source: { try await request.nextContent() })))
        case .form(let form, let boundary, let shape):
            var reader = FormReader(form, MultipartReader(boundary, source: { try await request.nextContent() }))
            var kept: Kept?
            do {
                while let file = try await reader.nextFile() { kept = try await keep(file) }
            } catch let error as MultipartError {
                throw Problem.invalid([Violation("", error.description)])
            }
            return (try shape.read(reader.json()), kept)
        }
    }
}

extension HTTPRequest {
    /// The next bytes of the content, in the errors that a dialect words.
    fileprivate func nextContent() async throws -> [UInt8]? {
        do throws(HTTPBodyError) { return try await body.next() } catch { throw error.asFailure(of: self) }
    }
}
