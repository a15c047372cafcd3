/// The eighteen bits that tell a reader the version, in larger symbols (ISO/IEC 18004, 7.10).
enum VersionInformation {
    /// The first version that carries it.
    static let firstVersion = 7

    static func bits(_ version: Int) -> UInt32 { BCH.encode(UInt32(version), generator: 0x1F25, degree: 12) }
}
