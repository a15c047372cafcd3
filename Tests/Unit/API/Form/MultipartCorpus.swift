import Core
import Foundation
import Testing

/// The cases of the corpus about forms: their media type, body and the statuses that are right. `{{R:n:text}}` stands for n times the text.
enum MultipartCorpus {
    static let cases: [MultipartCase] = [
        MultipartCase(
            "mp-valid", "multipart/form-data; boundary=X", [200, 202],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-recipients-json", "multipart/form-data; boundary=X", [200, 202, 400],
            base64: "LS1YDQpDb250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9InJlY2lwaWVudHNbXSINCg0KWyIyNTQ3MTIzNDU2NzgiXQ0KLS1YDQp"
                + "Db250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9InR5cGUiDQoNCmltYWdlDQotLVgNCkNvbnRlbnQtRGlzcG9zaXRpb246IGZvcm"
                + "0tZGF0YTsgbmFtZT0iY2FwdGlvbiINCg0KeA0KLS1YDQpDb250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9ImZpbGUiOyBmaWxlb"
                + "mFtZT0iYS5wbmciDQpDb250ZW50LVR5cGU6IGltYWdlL3BuZw0KDQqJUE5HDQoaCg0KLS1YLS0NCg=="),
        MultipartCase(
            "mp-no-boundary", "multipart/form-data", [400],
            text: "--X--\r\n"),
        MultipartCase(
            "mp-empty-boundary", "multipart/form-data; boundary=", [400],
            text: "----\r\n"),
        MultipartCase(
            "mp-boundary-71", "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", [400],
            text: "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa--\r\n"),
        MultipartCase(
            "mp-boundary-badchars", "multipart/form-data; boundary=\"a\\r\\nb\"", [400],
            text: "--a--\r\n"),
        MultipartCase(
            "mp-boundary-quoted", "multipart/form-data; boundary=\"X\"", [200, 202],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-boundary-twice", "multipart/form-data; boundary=Y; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-unterminated", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ntext"),
        MultipartCase(
            "mp-empty-body", "multipart/form-data; boundary=X", [400],
            text: ""),
        MultipartCase(
            "mp-lf-only", "multipart/form-data; boundary=X", [400],
            text: "--X\nContent-Disposition: form-data; name=\"type\"\n\ntext\n--X--\n"),
        MultipartCase(
            "mp-no-name", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data\r\n\r\ntext\r\n--X--\r\n"),
        MultipartCase(
            "mp-dup-scalar", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ntext\r\n--X\r\n"
                + "Content-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n--X\r\n"
                + "Content-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-traversal", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../../../etc/cron.d/x\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-nul", "multipart/form-data; boundary=X", [200, 202, 400],
            base64: "LS1YDQpDb250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9InJlY2lwaWVudHNbXSINCg0KMjU0NzEyMzQ1Njc4DQotLVgNCkNvbnR"
                + "lbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0idHlwZSINCg0KZG9jdW1lbnQNCi0tWA0KQ29udGVudC1EaXNwb3NpdGlvbjogZm9ybS"
                + "1kYXRhOyBuYW1lPSJmaWxlIjsgZmlsZW5hbWU9ImEucGRmAC5leGUiDQpDb250ZW50LVR5cGU6IGFwcGxpY2F0aW9uL3BkZg0KDQolUERGLTEuN"
                + "CB0ZXN0DQotLVgtLQ0K"),
        MultipartCase(
            "mp-fname-dot", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\".\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-html", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<img src=x onerror=alert(1)>.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-8bit", "multipart/form-data; boundary=X", [200, 202, 400],
            base64: "LS1YDQpDb250ZW50LURpc3Bvc2l0aW9uOiBmb3JtLWRhdGE7IG5hbWU9InJlY2lwaWVudHNbXSINCg0KMjU0NzEyMzQ1Njc4DQotLVgNCkNvbnR"
                + "lbnQtRGlzcG9zaXRpb246IGZvcm0tZGF0YTsgbmFtZT0idHlwZSINCg0KZG9jdW1lbnQNCi0tWA0KQ29udGVudC1EaXNwb3NpdGlvbjogZm9ybS"
                + "1kYXRhOyBuYW1lPSJmaWxlIjsgZmlsZW5hbWU9Iv/+LnBkZiINCkNvbnRlbnQtVHlwZTogYXBwbGljYXRpb24vcGRmDQoNCiVQREYtMS40IHRlc"
                + "3QNCi0tWC0tDQo="),
        MultipartCase(
            "mp-fname-crlf", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\r\nX-Evil: 1.pdf\"\r\n"
                + "\r\nx\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-star", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"; filename*=UTF-8''..%2f..%2fx\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--X--\r\n"),
        MultipartCase(
            "mp-fname-unclosed-quote", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\r\n"
                + "\r\nx\r\n--X--\r\n"),
        MultipartCase(
            "mp-nested-mixed", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Type: multipart/mixed; boundary=Y\r\n"
                + "\r\n--Y\r\nContent-Disposition: file; filename=\"a.pdf\"\r\n\r\nx\r\n--Y--\r\n"
                + "--X--\r\n"),
        MultipartCase(
            "mp-cte-base64", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + "JVBERi0xLjQ=\r\n--X--\r\n"),
        MultipartCase(
            "mp-charset-field", "multipart/form-data; boundary=X", [200, 202, 400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"_charset_\"\r\n\r\nutf-7\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4 test\r\n--X--\r\n"),
        MultipartCase(
            "mp-100k-parts", "multipart/form-data; boundary=X", [400, 413],
            text: "{{R:100000:--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                + "}}--X--\r\n"),
        MultipartCase(
            "mp-part-header-64k", "multipart/form-data; boundary=X", [400, 413, 431],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"text\"\r\nX-A: {{R:65536:a}}\r\n"
                + "\r\nx\r\n--X--\r\n"),
        MultipartCase(
            "mp-part-200-headers", "multipart/form-data; boundary=X", [400, 413, 431],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n{{R:200:X-A: 1\r\n"
                + "}}\r\nx\r\n--X--\r\n"),
        MultipartCase(
            "mp-field-2mb", "multipart/form-data; boundary=X", [400, 413],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{{R:2097152:a}}\r\n"
                + "--X--\r\n"),
        MultipartCase(
            "mp-file-empty", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n\r\n--X--\r\n"),
        MultipartCase(
            "mp-svg-script", "multipart/form-data; boundary=X", [400],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n--X\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.svg\"\r\nContent-Type: image/svg+xml\r\n"
                + "\r\n<svg onload=alert(1)>\r\n--X--\r\n"),
        MultipartCase(
            "mp-polyglot-html", "multipart/form-data; boundary=X", [200, 202],
            text: "--X\r\nContent-Disposition: form-data; name=\"recipients[]\"\r\n\r\n254712345678\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4\n<script>alert(1)</script>\r\n"
                + "--X--\r\n"),
    ]
}

/// One case of the corpus.
struct MultipartCase: Sendable, CustomTestStringConvertible {
    let id: String
    let mediaType: String
    let statuses: [Int]
    let body: [UInt8]

    init(_ id: String, _ mediaType: String, _ statuses: [Int], text: String) {
        self.init(id, mediaType, statuses, Self.expanded(text))
    }

    init(_ id: String, _ mediaType: String, _ statuses: [Int], base64: String) {
        self.init(id, mediaType, statuses, Base64.standard.decode(base64) ?? [])
    }

    private init(_ id: String, _ mediaType: String, _ statuses: [Int], _ body: [UInt8]) {
        (self.id, self.mediaType, self.statuses, self.body) = (id, mediaType, statuses, body)
    }

    var testDescription: String { id }

    private static func expanded(_ text: String) -> [UInt8] {
        guard let open = text.range(of: "{{R:"), let close = text.range(of: "}}", range: open.upperBound..<text.endIndex) else {
            return Array(text.utf8)
        }
        let parts = text[open.upperBound..<close.lowerBound].split(separator: ":", maxSplits: 1)
        let repeated = String(repeating: String(parts[1]), count: Int(parts[0]) ?? 0)
        return Array(text[..<open.lowerBound].utf8) + Array(repeated.utf8) + Array(text[close.upperBound...].utf8)
    }
}
