/// What a form may be made of. How large its contents may be is decided by whoever reads them.
package struct MultipartLimits: Sendable {
    /// Parts of a form.
    package var parts = 64
    /// The header of a part, in bytes.
    package var headerBytes = 8 * 1024
    /// Field lines of a part's header.
    package var headerFields = 16

    /// The limits of production.
    package init() {}
}
