/// A file that Media keeps.
package struct MediaReference: Sendable, Hashable {
    /// Which it is, inside its tenant.
    package let id: MediaID
    /// What its bytes say it is, such as `image/png`: found by looking at them, never taken from a name.
    package let mimeType: String
    /// How many bytes it has.
    package let bytes: Int
    /// The SHA-256 of its bytes: 32 bytes.
    package let sha256: [UInt8]
    /// Where it was fetched from, if it was.
    package let source: String?

    /// Names a file.
    package init(id: MediaID, mimeType: String, bytes: Int, sha256: [UInt8], source: String? = nil) {
        self.id = id
        self.mimeType = mimeType
        self.bytes = bytes
        self.sha256 = sha256
        self.source = source
    }
}
