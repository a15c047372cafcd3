/// What a part of a form says about itself (RFC 7578, section 4.2).
package struct MultipartPart: Sendable, Hashable {
    /// The name of the form's field.
    package let name: String
    /// The last component of the file's name, whatever kind of path the sender wrote (contract FS2-56); nil where none is left. A label, never a
    /// place.
    package let fileName: String?
    /// Whether the sender called it a file.
    package let isFile: Bool
    /// The media type that the sender claims.
    package let mediaType: String?

    /// Reads the field lines of a part's header, without the empty line that ends it.
    init(header lines: [ArraySlice<UInt8>]) throws(MultipartError) {
        var disposition: MultipartParameters?
        var mediaType: String?
        for line in lines {
            let bytes = Array(line)
            // A line is well-formed or not; there is no more to say of it.
            guard bytes.allSatisfy(ASCII.isFieldText), let entry = try? HTTPFieldLine.parse(bytes.span, 0, bytes.count) else { throw .header }
            let name = String(decoding: bytes[Int(entry.nameStart)..<Int(entry.nameEnd)], as: UTF8.self).lowercased()
            let value = bytes[Int(entry.valueStart)..<Int(entry.valueEnd)]
            switch name {
            case "content-disposition":
                guard disposition == nil, let read = MultipartParameters(value) else { throw .header }
                disposition = read
            case "content-type":
                guard mediaType == nil else { throw .header }
                mediaType = String(decoding: value, as: UTF8.self)
                guard !value.prefix(10).elementsEqual("multipart/".utf8, by: ASCII.equal) else { throw .coding }
            case "content-transfer-encoding":
                let coding = String(decoding: value, as: UTF8.self).lowercased()
                guard ["7bit", "8bit", "binary"].contains(coding) else { throw .coding }
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data" else { throw .header }
        guard let name = disposition["name"].flatMap({ String(validating: $0, as: UTF8.self) }), !name.isEmpty else { throw .name }
        self.name = name
        self.mediaType = mediaType
        // `filename*` is not for forms (RFC 7578, section 4.2): two names could mean two things.
        isFile = disposition["filename"] != nil
        fileName = disposition["filename"].flatMap(Self.label)
    }

    private static func label(_ path: [UInt8]) -> String? {
        let base = path.reversed().prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }.reversed()
        let name = String(decoding: Array(base), as: UTF8.self)
        return ["", ".", ".."].contains(name) ? nil : name
    }
}
