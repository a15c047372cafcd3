import Core

/// What a route takes as `multipart/form-data` beside, or in place of, JSON: its fields become the members of the JSON that the route's shape
/// reads, so that there is one set of rules; one part may be a file.
package struct Form: Sendable {
    /// The values of all fields together, in bytes: they have the limit of JSON, not that of files.
    package static let fieldBytes = BodyLimit.json

    let file: String
    let fields: [FormField]

    /// A form whose file is in the part of that name. Parts that are not listed are passed over, as members of JSON are that a shape does not
    /// know.
    package init(file: String = "file", _ fields: FormField...) {
        self.file = file
        self.fields = fields
    }

    /// What the documents say of it: of each field what they say of the member that it becomes, in the JSON of schema `json`.
    func schema(as json: Schema) -> Schema {
        let members = json.properties
        let binary = Schema.keywords([.init("type", "string"), .init("contentMediaType", "application/octet-stream")])
        let properties = fields.map { field in
            Schema.Property(
                name: field.name, schema: members.first { $0.name == field.name }?.schema ?? field.schema, isRequired: false,
                description: field.description, whenAbsent: nil)
        }
        return .object(
            properties + [Schema.Property(name: file, schema: binary, isRequired: false, description: "The file", whenAbsent: nil)])
    }
}
