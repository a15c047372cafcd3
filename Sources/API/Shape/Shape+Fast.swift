package import Core

extension Shape {
    /// The same shape with a shorter way for the common case, for the one or two that every message passes.
    ///
    /// `read` answers nil for whatever is not plainly right; the declaration then reads it and finds what is wrong. `write` must write the very
    /// bytes that the declaration writes. A test holds both ways against each other.
    package func fast(
        read: @escaping @Sendable (JSON) -> Value?, write: @escaping @Sendable (Value, inout [UInt8]) -> Void
    ) -> Shape {
        Shape(
            schema: schema, lexical: lexical,
            reader: { [reader] json, violations in read(json) ?? reader(json, &violations) },
            writer: write)
    }
}
