private import COpenSSL
package import Core

/// A 256-bit key in memory of its own, which is wiped when the key is let go.
package final class SymmetricKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// How many bytes a key has.
    package static let byteCount = 32

    // Written once, before anybody else can see it.
    private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

    /// Copies a key; nil unless there are exactly 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        memory = .allocate(byteCount: Self.byteCount, alignment: 16)
        memory.copyBytes(from: bytes)
    }

    /// Makes a new key.
    package convenience init(chance: any Chance) {
        var bytes = chance.bytes(Self.byteCount)
        defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        guard bytes.count == Self.byteCount else { preconditionFailure("chance gave too few bytes") }
        self.init(trusted: bytes)
    }

    private init(trusted bytes: [UInt8]) {
        memory = .allocate(byteCount: Self.byteCount, alignment: 16)
        memory.copyBytes(from: bytes)
    }

    deinit {
        OPENSSL_cleanse(memory.baseAddress, memory.count)
        memory.deallocate()
    }

    /// The key's bytes, for the length of the call.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(memory))
    }

    package var description: String { "••••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
