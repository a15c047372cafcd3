import Contracts
import Core

/// What a simulated person sends where nobody says which file: one that is whole, and as small as files of its kind can be.
enum SampleFile {
    /// The bytes of the sample of that kind.
    static func bytes(of kind: MediaKind) -> [UInt8] {
        switch kind {
        case .image: decoded(png)
        case .video: decoded(mp4)
        case .audio: silence
        case .voice: decoded(opus)
        case .document: Array(pdf.utf8)
        case .sticker: decoded(webP)
        }
    }

    private static func decoded(_ text: String) -> [UInt8] { Base64.standard.decode(text) ?? [] }

    /// One dot.
    private static let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNQvZwGAAJ/AV9X3CpyAAAAAElFTkSuQmCC"
    /// One dot.
    private static let webP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
    /// One second without a track.
    private static let mp4 = """
        AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAHRtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAAD6AABAAABAAAAAAAAAAAAAAAAAQAAAAAAAAAA\
        AAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAACG1kYXQ=
        """
    /// Twenty milliseconds of silence in Opus.
    private static let opus = """
        T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAMb7O5gEWT3B1c1RhZ3MGAAAASGVyYWxkAAAAAE9n\
        Z1MABMADAAAAAAAAAQAAAAIAAAApk7DdAQP4//4=
        """
    /// Two frames of silence in MP3.
    private static let silence: [UInt8] = {
        let frame: [UInt8] = [0xFF, 0xFB, 0x10, 0xC4] + [UInt8](repeating: 0, count: 100)
        return frame + frame
    }()
    /// One empty page.
    private static let pdf = """
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
        trailer<</Root 1 0 R>>
        %%EOF

        """
}
