/// A file on its way to us, read as it arrives and no faster than its reader takes it. Stays in the request's task.
package struct UploadedFile {
    /// The last component of the name that the sender gave; a label, never a place.
    package let name: String?
    /// The media type that the sender claims.
    package let mediaType: String?
    let source: () async throws -> [UInt8]?

    /// The next bytes, at least one; nil at the end.
    package func next() async throws -> [UInt8]? { try await source() }
}
