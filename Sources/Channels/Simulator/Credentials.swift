import Contracts
import Core

/// What a simulated device keeps in the vault: whose it is, and a secret such as a real device's keys are.
struct Credentials: Sendable {
    let number: PhoneNumber
    private let secret: String

    /// Those of a device that is being linked.
    init(number: PhoneNumber, chance: any Chance) {
        self.number = number
        secret = Hex.encode(chance.bytes(32))
    }

    /// Reads what `bytes` wrote; nil for anything else.
    init?(bytes: [UInt8]) {
        guard let json = try? JSONParser.parse(bytes), let digits = json["number"]?.string, let number = PhoneNumber(digits),
            let secret = json["secret"]?.string
        else { return nil }
        self.number = number
        self.secret = secret
    }

    var bytes: [UInt8] { JSON.object([.init("number", .string(number.digits)), .init("secret", .string(secret))]).bytes }
}
