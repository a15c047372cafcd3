import Contracts
import Core

/// The id WhatsApp knows a message by: `3EB0` and 18 upper-case hexadecimal digits, the form linked devices use.
///
/// A function of the message's own id, so that the two are chosen in the same breath and a repetition cannot choose again.
enum WhatsAppMessageID {
    static func text(for message: MessageID) -> String {
        var generator = SplitMix64(seed: message.high &* 0x9E37_79B9_7F4A_7C15 ^ message.low)
        let (first, second) = (generator.next(), generator.next())
        return String(unsafeUninitializedCapacity: 22) { buffer in
            let prefix: StaticString = "3EB0"
            let digits: StaticString = "0123456789ABCDEF"
            for index in 0..<4 {
                buffer[index] = prefix.utf8Start[index]
            }
            for index in 0..<18 {
                let nibble = index < 16 ? first >> UInt64(60 - 4 * index) : second >> UInt64(4 * (index - 16))
                buffer[4 + index] = digits.utf8Start[Int(nibble & 15)]
            }
            return 22
        }
    }
}
