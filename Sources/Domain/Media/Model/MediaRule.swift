import Contracts

/// What a kind takes, in the words of refusals.
enum MediaRule {
    /// The types that a kind takes, for a person (contract GS-45, GS-46, GS-48).
    static func wanted(_ kind: MediaKind) -> String {
        switch kind {
        case .image: "must be a JPEG, PNG, WebP or GIF image"
        case .video: "must be an MP4, 3GPP, MOV or WebM video"
        case .audio: "must be MP3, OGG, AAC, M4A, AMR, WAV or Opus audio"
        case .voice: "must be a voice note: OGG with Opus and one channel"
        case .document: "must be a file that does no harm when it is opened"
        case .sticker: "must be a WebP sticker"
        }
    }

    /// That a file is of a type that the kind does not take.
    static func wrongType(_ kind: MediaKind, _ mimeType: String) -> String { wanted(kind) + "; its bytes say \(mimeType)" }

    /// That a file is too large.
    static func tooLarge(_ kind: MediaKind?, _ limit: Int) -> String {
        "must be at most \(size(limit)), the limit for \(kind.map(plural) ?? "files")"
    }

    static let empty = "must not be empty"
    /// Programs, scripts and pages: what runs where it is opened.
    static let harmful = "must not be a program, a script or a page"

    private static func plural(_ kind: MediaKind) -> String {
        switch kind {
        case .audio, .voice: "audio"
        case .image, .video, .document, .sticker: kind.rawValue + "s"
        }
    }

    /// A limit as plans give it: in MB of 2^20 bytes where it is a whole number of those.
    static func size(_ bytes: Int) -> String {
        if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MB" }
        if bytes >= 1 << 10, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KB" }
        return "\(bytes) bytes"
    }
}
