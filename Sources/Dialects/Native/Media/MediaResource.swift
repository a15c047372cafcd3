import API
import Contracts
import Core
import Media

/// A file that is kept, as the native API shows it.
struct MediaResource: Sendable {
    var id: MediaID
    var sha256: String
    var bytes: Int
    var mimeType: String
    var fileName: String?
    var createdAt: Instant
    var expiresAt: Instant
    /// Where its bytes are for a while; only where one file is asked for.
    var url: String?
    var urlExpiresAt: Instant?

    init(_ item: MediaItem, link: (path: String, expiresAt: Instant)? = nil) {
        self.init(
            id: item.reference.id, sha256: Hex.encode(item.reference.sha256), bytes: item.reference.bytes, mimeType: item.reference.mimeType,
            fileName: item.fileName, createdAt: item.createdAt, expiresAt: item.expiresAt, url: link?.path, urlExpiresAt: link?.expiresAt)
    }

    init(
        id: MediaID, sha256: String, bytes: Int, mimeType: String, fileName: String?, createdAt: Instant, expiresAt: Instant, url: String?,
        urlExpiresAt: Instant?
    ) {
        self.id = id
        self.sha256 = sha256
        self.bytes = bytes
        self.mimeType = mimeType
        self.fileName = fileName
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.url = url
        self.urlExpiresAt = urlExpiresAt
    }

    static let shape = Shape.object(
        { id, sha256, bytes, mimeType, fileName, createdAt, expiresAt, url, urlExpiresAt in
            MediaResource(
                id: id, sha256: sha256, bytes: bytes, mimeType: mimeType, fileName: fileName, createdAt: createdAt, expiresAt: expiresAt, url: url,
                urlExpiresAt: urlExpiresAt)
        },
        Field("id", \.id, .identifier(), "To be sent as `media.id`, as often as wanted"),
        Field("sha256", \.sha256, .text(), "Of its bytes, in hexadecimal"),
        Field("bytes", \.bytes, .integer()),
        Field("mime_type", \.mimeType, .text(), "What its bytes say it is"),
        Field("file_name", \.fileName, nullable: .text(), "The name it first came with"),
        Field("created_at", \.createdAt, .instant),
        Field("expires_at", \.expiresAt, .instant, "When it goes, unless it is used before"),
        Field("url", \.url, optional: .text(), "A path of this server under which its bytes are, for everybody who knows it"),
        Field("url_expires_at", \.urlExpiresAt, optional: .instant, "Until when")
    ).named("Media")

    static let example = MediaResource(
        id: MediaID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0001),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", bytes: 48_213, mimeType: "image/png", fileName: "offer.png",
        createdAt: Instant(seconds: 1_767_225_600), expiresAt: Instant(seconds: 1_769_817_600), url: nil, urlExpiresAt: nil)
}

/// What can be said about a file that is uploaded, or in its place.
struct MediaUpload: Sendable {
    var url: String?
    var kind: MediaKind?
    var fileName: String?

    static let shape = Shape.object(
        MediaUpload.init,
        Field("url", \.url, optional: .link(["https", "http"], max: 2048), "Where the file is fetched from, in place of an upload"),
        Field("kind", \.kind, optional: .choice(), "Refuses what cannot be sent so; without it any file is taken that is no program"),
        Field("file_name", \.fileName, optional: .text(max: 255))
    ).named("MediaUpload")

    static let example = MediaUpload(url: "https://example.com/offer.png", kind: .image, fileName: nil)
}
