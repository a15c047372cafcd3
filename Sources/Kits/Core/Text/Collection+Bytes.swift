extension Collection<UInt8> {
    /// Hands the bytes over as one stretch of memory, copied only when they do not lie in one already.
    @inlinable package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        if let result = try withContiguousStorageIfAvailable({ try body(UnsafeRawBufferPointer($0)) }) { return result }
        return try Array(self).withUnsafeBytes { try body($0) }
    }
}
