import Contracts
import Core

/// What tenants may be given: a price and limits.
package struct Plan: Sendable, Hashable {
    /// What it is called, the same for ever: a lower-case letter or digit, then up to 62 of these, `_` and `-`.
    package let name: String
    /// What a month costs, in the currency's smallest unit.
    package var priceMinor: Int64
    /// ISO 4217.
    package var currency: String
    /// What it allows.
    package var limits: Limits

    /// Puts a plan together.
    package init(name: String, priceMinor: Int64, currency: String, limits: Limits) {
        self.name = name
        self.priceMinor = priceMinor
        self.currency = currency
        self.limits = limits
    }

    /// How long a name is at most.
    package static let nameLimit = 63
    /// The highest price.
    package static let greatestPrice: Int64 = 1_000_000_000_000

    /// Every rule that it breaks.
    var violations: [Violation] {
        var violations: [Violation] = []
        if !Self.isName(name) {
            violations.append(Violation("/name", "Must be 1 to \(Self.nameLimit) of a-z, 0-9, _ and -, beginning with a letter or a digit."))
        }
        if !(0...Self.greatestPrice).contains(priceMinor) { violations.append(Violation("/price_minor", "Must be 0 to \(Self.greatestPrice).")) }
        if currency.utf8.count != 3 || !currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) {
            violations.append(Violation("/currency", "Must be three capital letters (ISO 4217)."))
        }
        return violations + limits.violations
    }

    private static func isName(_ text: String) -> Bool {
        guard (1...nameLimit).contains(text.utf8.count) else { return false }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return text.utf8.first.map(isAlphanumeric) == true
            && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    /// What becomes of it by the change.
    func changed(by change: PlanChange) -> Plan {
        var plan = self
        if let price = change.priceMinor { plan.priceMinor = price }
        if let currency = change.currency { plan.currency = currency }
        for (name, change) in change.limits { plan.limits[name] = change.applied(to: plan.limits[name]) }
        for (kind, change) in change.mediaBytes { plan.limits.mediaBytes[kind] = change.applied(to: plan.limits.mediaBytes[kind]) }
        return plan
    }

    /// With the native API's words.
    var json: JSON {
        func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
        let media = MediaKind.limited.map { JSON.Member($0.rawValue, number(limits.mediaBytes[$0])) }
        return [
            "name": .string(name), "price_minor": .integer(priceMinor), "currency": .string(currency),
            "limits": .object(
                LimitName.allCases.map { JSON.Member($0.rawValue, number(limits[$0])) } + [JSON.Member("media_bytes", .object(media))]),
        ]
    }
}
