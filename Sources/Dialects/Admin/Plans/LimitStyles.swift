import API
import Billing
import Contracts
import Core

/// The limits of a plan: a number, or null for none.
enum PlanLimit: LimitStyle {
    static var absent: Int? { nil }

    static func field<Object>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Int?, _ range: ClosedRange<Int>, _ description: String
    ) -> Field<Object, Int?> {
        Field(name, get, Shape<Int>.integer(range).nullable, default: nil, description)
    }
}

/// What becomes of the limits of a plan: a number, null for none from now on; one that is missing stays.
enum PlanLimitChange: LimitStyle {
    static var absent: Change<Int> { .unchanged }

    static func field<Object>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Change<Int>, _ range: ClosedRange<Int>, _ description: String
    ) -> Field<Object, Change<Int>> {
        Field(name, get, change: .integer(range), description)
    }
}

/// A tenant's own limits: a number, `"unlimited"`, or null where its plan's holds.
enum OwnLimit: LimitStyle {
    static var absent: Override? { nil }

    static func field<Object>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Override?, _ range: ClosedRange<Int>, _ description: String
    ) -> Field<Object, Override?> {
        Field(name, get, Shape<Override>.own(range).nullable, default: nil, description)
    }
}

/// What becomes of a tenant's own limits: a number, `"unlimited"`, or null to take it away; one that is missing stays.
enum OwnLimitChange: LimitStyle {
    static var absent: Change<Override> { .unchanged }

    static func field<Object>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Change<Override>, _ range: ClosedRange<Int>, _ description: String
    ) -> Field<Object, Change<Override>> {
        Field(name, get, change: .own(range), description)
    }
}

extension Shape where Value == Override {
    /// A number in `range`, or `"unlimited"`.
    fileprivate static func own(_ range: ClosedRange<Int>) -> Shape {
        let number = Shape<Int>.integer(range)
        let word = Override.unlimited.json
        return Shape(
            schema: .anyOf([number.schema, .keywords([JSON.Member("type", "string"), JSON.Member("const", word)])]),
            reader: { json, violations in
                if json == word { return .unlimited }
                if case .string = json {
                    violations.add("must be a number or \(word.text)")
                    return nil
                }
                return number.read(json, &violations).map(Override.value)
            },
            writer: { own, bytes in own.json.write(to: &bytes) })
    }
}

extension LimitTable<PlanLimit> {
    /// What the limits are.
    init(_ limits: Limits) {
        self = .empty
        for name in LimitName.allCases { self[name] = limits[name] }
        mediaBytes = MediaTable { limits.mediaBytes[$0] }
    }

    var limits: Limits {
        var limits = Limits()
        for name in LimitName.allCases { limits[name] = self[name] }
        for kind in MediaKind.limited { limits.mediaBytes[kind] = mediaBytes[kind].flatMap(\.self) }
        return limits
    }
}

extension LimitTable<OwnLimit> {
    /// What a tenant has of its own.
    init(_ overrides: Overrides) {
        self = .empty
        for name in LimitName.allCases { self[name] = overrides.limits[name] }
        mediaBytes = MediaTable { overrides.mediaBytes[$0] }
    }
}

extension LimitTable {
    /// The changes among them, by what they are of.
    func changes<Value>() -> (limits: [LimitName: Change<Value>], mediaBytes: [MediaKind: Change<Value>]) where Style.Member == Change<Value> {
        func isChange(_ change: Change<Value>) -> Bool {
            if case .unchanged = change { false } else { true }
        }
        var (limits, media): ([LimitName: Change<Value>], [MediaKind: Change<Value>]) = ([:], [:])
        for name in LimitName.allCases where isChange(self[name]) { limits[name] = self[name] }
        for kind in MediaKind.limited {
            if let change = mediaBytes[kind], isChange(change) { media[kind] = change }
        }
        return (limits, media)
    }
}
