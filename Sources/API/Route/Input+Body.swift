import Contracts
import Core
import HTTP

extension Input {
    /// The content as JSON. `limit` is in bytes; a larger one is refused with 413, one of another media type with 415.
    package static func body(_ shape: Shape<Value>, limit: Int = BodyLimit.json, example: Value? = nil) -> Input {
        Input(description: describe(shape, limit, isRequired: true, example.map { Example($0, shape) })) {
            (incoming, violations) throws(Problem) in
            try requireJSON(incoming.request)
            return parse(incoming.body, shape, &violations)
        }
    }

    /// The content as JSON, if there is any. Without content its media type does not matter: `curl --data ''` announces a form (contract FS1-62).
    package static func body<Present>(optional shape: Shape<Present>, limit: Int = BodyLimit.json, example: Present? = nil) -> Input
    where Value == Present? {
        Input(description: describe(shape, limit, isRequired: false, example.map { Example($0, shape) })) {
            (incoming, violations) throws(Problem) in
            if incoming.body.isEmpty { return .some(nil) }
            try requireJSON(incoming.request)
            return parse(incoming.body, shape, &violations).map(Optional.some)
        }
    }

    private static func describe<Read>(_ shape: Shape<Read>, _ limit: Int, isRequired: Bool, _ example: Example?) -> InputDescription {
        InputDescription(
            place: .body(mediaTypes: [MediaType.json], limit: limit), schema: shape.schema, isRequired: isRequired, description: "",
            example: example)
    }

    private static func requireJSON(_ request: HTTPRequest) throws(Problem) {
        guard let type = request.fields.bytes(of: "Content-Type") else { return }
        guard MediaType.isJSON(type) else { throw .unsupportedMediaType }
    }

    private static func parse<Read>(_ bytes: [UInt8], _ shape: Shape<Read>, _ violations: inout Violations) -> Read? {
        do throws(JSONError) {
            return shape.read(try JSONParser.parse(bytes), &violations)
        } catch {
            violations.add("is not JSON: \(error)")
            return nil
        }
    }
}

extension Input where Value == [UInt8] {
    /// The content as it is, of one of these media types (compared without parameters; `*/*` takes any), at most `limit` bytes.
    package static func bytes(_ mediaTypes: [String], limit: Int) -> Input {
        Input(
            description: InputDescription(
                place: .body(mediaTypes: mediaTypes, limit: limit), schema: .anything, isRequired: true, description: "")
        ) { (incoming, violations) throws(Problem) in
            let type = incoming.request.fields["Content-Type"].map { MediaType.essence($0) }
            guard mediaTypes.contains("*/*") || type.map(mediaTypes.contains) ?? false else { throw .unsupportedMediaType }
            return incoming.body
        }
    }
}
