/// What stands between the parts of a form (RFC 2046, section 5.1.1).
package struct MultipartBoundary: Sendable {
    /// How many characters it has at most.
    package static let limit = 70

    let bytes: [UInt8]

    /// The boundary that a media type gives; nil when the media type is another one than `multipart/form-data`.
    package init?(mediaType: some Collection<UInt8>) throws(MultipartError) {
        let type = Array(mediaType)
        let essence = type.prefix { $0 != UInt8(ascii: ";") && $0 != ASCII.space && $0 != ASCII.tab }
        guard essence.elementsEqual("multipart/form-data".utf8, by: ASCII.equal) else { return nil }
        guard let parameters = MultipartParameters(type[...]), let boundary = parameters["boundary"] else { throw .boundary }
        guard (1...Self.limit).contains(boundary.count), boundary.allSatisfy(Self.isLegal), boundary.last != ASCII.space else { throw .boundary }
        bytes = boundary
    }

    private static let marks = Set("'()+_,-./:=? ".utf8)

    private static func isLegal(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || ASCII.isDigit(byte) || marks.contains(byte) }
}
