import Contracts
import Core
import HTTP
import Media

/// Hands out a file that a stranger made, so that no browser does more with it than keep it.
enum FileAnswer {
    /// What documents say of it; what it is in fact is another thing for each file.
    static let mediaType = "application/octet-stream"

    static func response(_ item: MediaItem, _ writing: @escaping HTTPStreamWriting) -> HTTPResponse {
        var fields = HTTPFields()
        fields.add("Content-Type", item.reference.mimeType)
        fields.add("Content-Disposition", disposition(item.fileName ?? item.reference.id.description))
        fields.add("Content-Security-Policy", "default-src 'none'; sandbox")
        fields.add("Cross-Origin-Resource-Policy", "same-site")
        return HTTPResponse(status: 200, fields: fields, body: .sized(item.reference.bytes, writing))
    }

    /// An attachment of that name (RFC 6266): in ASCII with what could be misread replaced, and exactly, in UTF-8 with everything else escaped.
    static func disposition(_ name: String) -> String {
        let plain = String(String.UnicodeScalarView(name.unicodeScalars.map { isPlain($0) ? $0 : "_" }))
        var exact = ""
        for byte in name.utf8 {
            if byte < 0x80, isPlain(Unicode.Scalar(byte)), byte != UInt8(ascii: " ") {
                exact.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                exact += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(exact)"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", " ": true
        default: false
        }
    }
}
