import Contracts
import Core
import HTTP

/// Gathers the fields of a form and stops at its file.
struct FormReader {
    private let form: Form
    private let parts: MultipartReader
    private var values: [String: [String]] = [:]
    private var bytes = 0
    private var violations = Violations()
    private var hasFile = false

    init(_ form: Form, _ parts: MultipartReader) {
        self.form = form
        self.parts = parts
    }

    /// The form's file, once all fields before it have been read; nil at the end of the form.
    mutating func nextFile() async throws -> UploadedFile? {
        while let part = try await parts.nextPart() {
            if part.name == form.file {
                guard !hasFile else { throw Problem.invalid([Violation("/" + form.file, "must be given once")]) }
                hasFile = true
                let parts = parts
                return UploadedFile(name: part.fileName, mediaType: part.mediaType, source: { try await parts.nextPiece() })
            }
            guard !part.isFile else { throw Problem.invalid([Violation("/" + part.name, "is no file of this form; that is named \(form.file)")]) }
            guard let field = form.fields.first(where: { $0.has(part.name) }) else { continue }
            try await take(field)
        }
        return nil
    }

    private mutating func take(_ field: FormField) async throws {
        var content: [UInt8] = []
        while let piece = try await parts.nextPiece() {
            bytes += piece.count
            guard bytes <= Form.fieldBytes else { throw Problem.tooLarge(limit: Form.fieldBytes) }
            content += piece
        }
        // The same that JSON allows: no other coding, no NUL.
        guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else {
            violations.add("must be text in UTF-8", at: "/" + field.name)
            return
        }
        values[field.name, default: []].append(text)
    }

    /// The fields as JSON. Throws `Problem.invalid` where they cannot be.
    func json() throws(Problem) -> JSON {
        var violations = violations
        var members: [JSON.Member] = []
        for field in form.fields {
            guard let values = values[field.name], let json = field.json(values, &violations) else { continue }
            members.append(JSON.Member(field.name, json))
        }
        try violations.check()
        return .object(members)
    }
}
