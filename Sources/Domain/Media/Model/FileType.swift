import Contracts

/// What a file is by its bytes, and as what it may be sent. Whatever a name or a header says of it does not matter.
struct FileType: Sendable, Hashable {
    /// The media type.
    let mimeType: String
    /// As what it may be sent; everything that is kept may be sent as a document.
    let kinds: Set<MediaKind>

    private init(_ mimeType: String, _ kinds: Set<MediaKind> = []) {
        self.mimeType = mimeType
        self.kinds = kinds.union([.document])
    }

    static let jpeg = FileType("image/jpeg", [.image])
    static let png = FileType("image/png", [.image])
    static let gif = FileType("image/gif", [.image])
    static let webp = FileType("image/webp", [.image, .sticker])
    static let mp4 = FileType("video/mp4", [.video])
    static let threeGPP = FileType("video/3gpp", [.video])
    static let quickTime = FileType("video/quicktime", [.video])
    static let webm = FileType("video/webm", [.video])
    static let mp3 = FileType("audio/mpeg", [.audio])
    static let aac = FileType("audio/aac", [.audio])
    static let m4a = FileType("audio/mp4", [.audio])
    static let amr = FileType("audio/amr", [.audio])
    static let wav = FileType("audio/wav", [.audio])
    static let ogg = FileType("audio/ogg", [.audio])
    /// Opus with one channel: the only thing that phones play as a voice note (contract GS-49).
    static let voice = FileType("audio/ogg; codecs=opus", [.audio, .voice])
    static let text = FileType("text/plain")
    static let unknown = FileType("application/octet-stream")

    /// Of a type that is only ever a document.
    static func document(_ mimeType: String) -> FileType { FileType(mimeType) }

    /// What is kept under a media type; for files that were looked at when they came.
    init(kept mimeType: String) {
        let known: [FileType] = [
            .jpeg, .png, .gif, .webp, .mp4, .threeGPP, .quickTime, .webm, .mp3, .aac, .m4a, .amr, .wav, .ogg, .voice,
        ]
        self = known.first { $0.mimeType == mimeType } ?? FileType(mimeType)
    }
}
