import Core
package import HTTP

/// What a route answers when all goes well: the status, the content's shape, and how the handler's result becomes it.
package struct Output<Value: Sendable>: Sendable {
    let description: OutputDescription
    let answer: @Sendable (Value, Circumstances) -> HTTPResponse
}

/// What the documents know about an answer.
struct OutputDescription: Sendable {
    let status: Int
    /// Media types, and the schema of the content in each.
    var content: [(type: String, schema: Schema)] = []
    var example: Example?
    var summary: String
    var hasLocation = false
}

extension Output {
    /// 200 with this content.
    package static func ok(_ shape: Shape<Value>, example: Value? = nil) -> Output {
        json(200, "Success", shape, example)
    }

    /// 201 with this content; `location` is the path of what was made.
    package static func created(_ shape: Shape<Value>, location: (@Sendable (Value) -> String)? = nil, example: Value? = nil) -> Output {
        json(201, "Created", shape, example, location)
    }

    /// 202 with this content: what was asked is kept and will be done.
    package static func accepted(_ shape: Shape<Value>, example: Value? = nil) -> Output {
        json(202, "Accepted", shape, example)
    }

    private static func json(
        _ status: Int, _ summary: String, _ shape: Shape<Value>, _ example: Value?, _ location: (@Sendable (Value) -> String)? = nil
    ) -> Output {
        Output(
            description: OutputDescription(
                status: status, content: [(MediaType.json, shape.schema)], example: example.map { Example($0, shape) }, summary: summary,
                hasLocation: location != nil)
        ) { value, _ in
            var response = HTTPResponse.json(status, shape, value)
            if let location { response.fields.add("Location", location(value)) }
            return response
        }
    }
}

extension Output where Value == Void {
    /// 204 without content.
    package static var noContent: Output {
        Output(description: OutputDescription(status: 204, summary: "Done")) { _, _ in HTTPResponse(status: 204) }
    }
}

extension Output where Value == HTTPResponse {
    /// Whatever the handler puts together; the documents say 200 and these media types.
    package static func raw(_ mediaTypes: String..., summary: String = "Success") -> Output {
        Output(description: OutputDescription(status: 200, content: mediaTypes.map { ($0, .anything) }, summary: summary)) { response, _ in
            response
        }
    }
}

extension Output where Value == HTTPResponse {
    /// Whatever the handler puts together; the documents say 200 and JSON of this shape, or one of these media types.
    package static func either<Content>(_ shape: Shape<Content>, or mediaTypes: String..., summary: String = "Success") -> Output {
        let content = [(MediaType.json, shape.schema)] + mediaTypes.map { ($0, Schema.anything) }
        return Output(description: OutputDescription(status: 200, content: content, summary: summary)) { response, _ in response }
    }
}

extension Output where Value == EventStream {
    /// 200 with Server-Sent Events that the handler's stream sends, and a heartbeat between them (contract GS-26, GS-29).
    package static func events(_ summary: String = "Server-Sent Events") -> Output {
        let text = Shape<String>.text().schema
        return Output(description: OutputDescription(status: 200, content: [(MediaType.events, text)], summary: summary)) { stream, circumstances in
            stream.response(circumstances)
        }
    }
}

extension HTTPResponse {
    /// An answer with `value` as JSON, written straight into its bytes.
    package static func json<Value>(
        _ status: Int, _ shape: Shape<Value>, _ value: Value, mediaType: String = "application/json"
    ) -> HTTPResponse {
        var fields = HTTPFields()
        fields.add("Content-Type", mediaType)
        return HTTPResponse(status: status, fields: fields, body: .bytes(shape.bytes(value)))
    }
}
