import Contracts

/// The address that hides a simulated person's number. It follows from the number alone, so that it is the same in every process and group and
/// needs no table to be undone.
enum HiddenNumber {
    /// One more than the largest number that E.164 allows.
    private static let modulus: UInt64 = 1_000_000_000_000_000
    /// Shares no divisor with the modulus, so that multiplying by it loses nothing.
    private static let factor: UInt64 = 384_626_433_832_797
    /// What undoes the factor.
    private static let inverse: UInt64 = 712_121_583_654_133

    /// The LID of the person with that number.
    static func lid(of number: PhoneNumber) -> JID { JID(user: String(times(factor, UInt64(number.digits) ?? 0)), server: .lid) }

    /// Whose address it is: a person's own, or the one that hides it. Nil for addresses of nobody.
    static func number(of address: JID) -> PhoneNumber? {
        switch address.server {
        case .person: address.phoneNumber
        case .lid: UInt64(address.user).flatMap { $0 < modulus ? PhoneNumber(String(times(inverse, $0))) : nil }
        case .group: nil
        }
    }

    private static func times(_ one: UInt64, _ other: UInt64) -> UInt64 {
        modulus.dividingFullWidth((one % modulus).multipliedFullWidth(by: other % modulus)).remainder
    }
}
