/// A UUID that says what it names: an `ID<Message>` cannot be passed where an `ID<Tenant>` is wanted.
///
/// Made as version 7 (RFC 9562, section 5.7) by `IDSource`; any version is accepted from outside, since foreign ids are only compared.
package struct ID<Kind>: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The first eight bytes, most significant first.
    package let high: UInt64
    /// The last eight bytes, most significant first.
    package let low: UInt64

    /// Puts an id together from its two halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 36-character form of RFC 9562, section 4, in either case; nil for anything else.
    package init?(_ text: String) {
        var text = text
        let halves = text.withUTF8 { UUIDText.parse($0) }
        guard let halves else { return nil }
        self.init(high: halves.high, low: halves.low)
    }

    /// Reads the 36-character form from bytes; nil for anything else.
    package init?(utf8 bytes: some Collection<UInt8>) {
        guard let halves = Array(bytes).withUnsafeBufferPointer({ UUIDText.parse($0) }) else { return nil }
        self.init(high: halves.high, low: halves.low)
    }

    /// The lower-case form of RFC 9562, section 4.
    package var description: String {
        String(unsafeUninitializedCapacity: UUIDText.length) { UUIDText.write(high: high, low: low, into: $0) }
    }

    /// Appends the lower-case form to a byte buffer, without an intermediate `String`.
    package func append(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: UUIDText.length) { buffer in
            _ = UUIDText.write(high: high, low: low, into: buffer)
            bytes.append(contentsOf: buffer)
        }
    }

    /// Appends the sixteen bytes of the id, as PostgreSQL's binary `uuid` wants them.
    package func appendRaw(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// The same value read as the name of something else; for the few places where one id is derived from another.
    package func asID<Other>(of kind: Other.Type = Other.self) -> ID<Other> {
        ID<Other>(high: high, low: low)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
