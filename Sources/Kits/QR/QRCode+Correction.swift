extension QRCode {
    /// How much of a symbol may be unreadable, at the price of a larger one (ISO/IEC 18004, 6.5.1).
    package enum Correction: Sendable, Hashable, CaseIterable {
        /// L: about 7 % of the codewords.
        case low
        /// M: about 15 %.
        case medium
        /// Q: about 25 %.
        case quartile
        /// H: about 30 %.
        case high
    }
}
