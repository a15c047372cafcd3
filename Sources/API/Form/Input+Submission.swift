import Contracts
import Core
import HTTP

extension Input {
    /// The content as JSON, or as a form whose fields become the same JSON (contract FS2-54, FS2-60). The handler reads it with
    /// `submission.read { file in … }`. JSON has at most `limit` bytes; how large a file may be is decided by who keeps it.
    package static func jsonOrForm<Read>(
        _ shape: Shape<Read>, form: Form, limit: Int = BodyLimit.json, example: Read? = nil
    ) -> Input where Value == Submission<Read> {
        submission(shape, form, limit, example, takesBytes: false)
    }

    /// A file: alone, whatever its media type; in a form; or something that JSON says in its place. The fields of a file that comes alone are
    /// those of an empty object.
    package static func upload<Read>(
        _ shape: Shape<Read>, form: Form, limit: Int = BodyLimit.json, example: Read? = nil
    ) -> Input where Value == Submission<Read> {
        submission(shape, form, limit, example, takesBytes: true)
    }

    private static func submission<Read>(
        _ shape: Shape<Read>, _ form: Form, _ limit: Int, _ example: Read?, takesBytes: Bool
    ) -> Input where Value == Submission<Read> {
        let json = Input<Read>.body(shape, limit: limit, example: example)
        var description = json.description
        description.otherContents = [(MediaType.form, form.schema(as: shape.schema))] + (takesBytes ? [(MediaType.anything, .anything)] : [])
        description.isStreamed = { Self.kind(of: $0, takesBytes: takesBytes) != .json }
        return Input(description: description) { (incoming, violations) throws(Problem) in
            let request = incoming.request
            switch Self.kind(of: request, takesBytes: takesBytes) {
            case .json:
                return try json.read(incoming, &violations).map { Submission(source: .json($0), request: request) }
            case .form:
                do throws(MultipartError) {
                    guard request.fields.all("Content-Type").count == 1,
                        let boundary = try request.fields.bytes(of: "Content-Type").flatMap({ bytes throws(MultipartError) in
                            try MultipartBoundary(mediaType: bytes)
                        })
                    else { throw .boundary }
                    return Submission(source: .form(form, boundary, shape), request: request)
                } catch {
                    violations.add(error.description)
                    return nil
                }
            case .bytes:
                return shape.read(.object([]), &violations).map { Submission(source: .bytes($0), request: request) }
            }
        }
    }

    private static func kind(of request: HTTPRequest, takesBytes: Bool) -> SubmissionKind {
        guard let type = request.fields["Content-Type"] else { return takesBytes ? .bytes : .json }
        switch MediaType.essence(type) {
        case MediaType.form: return .form
        case MediaType.json: return .json
        default: return takesBytes ? .bytes : .json
        }
    }
}

/// The ways in which something can be submitted.
private enum SubmissionKind { case json, form, bytes }
