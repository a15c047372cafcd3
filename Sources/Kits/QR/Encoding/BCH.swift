/// Bose-Chaudhuri-Hocquenghem codes, which guard format and version information.
enum BCH {
    /// `value`, followed by what is left of it after division by the generator polynomial, whose degree is given.
    static func encode(_ value: UInt32, generator: UInt32, degree: Int) -> UInt32 {
        var rest = value << degree
        while rest >> degree != 0 {
            rest ^= generator << (31 - rest.leadingZeroBitCount - degree)
        }
        return value << degree | rest
    }
}
