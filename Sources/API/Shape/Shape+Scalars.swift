import Core

/// How large numbers may be where a shape says nothing else.
package enum NumberLimit {
    /// The largest whole number that every reader of JSON keeps exactly (RFC 7493, section 2.2); its negative is the smallest.
    package static let whole: Int64 = 9_007_199_254_740_991
}

extension Shape where Value: FixedWidthInteger {
    /// A whole number in `range`, and never beyond `NumberLimit.whole`; `1.0` is a number with a fraction and refused.
    package static func integer(_ range: ClosedRange<Value> = Value.min...Value.max) -> Shape {
        let range = range.clamped(to: Value(clamping: -NumberLimit.whole)...Value(clamping: NumberLimit.whole))
        return Shape(
            schema: .keywords([
                JSON.Member("type", "integer"), JSON.Member("minimum", .integer(Int64(clamping: range.lowerBound))),
                JSON.Member("maximum", .integer(Int64(clamping: range.upperBound))),
            ]),
            lexical: .json,
            reader: { json, violations in
                guard case .integer(let number) = json else {
                    violations.add("must be a whole number")
                    return nil
                }
                guard let value = Value(exactly: number), range.contains(value) else {
                    violations.add("must be from \(range.lowerBound) to \(range.upperBound)")
                    return nil
                }
                return value
            },
            writer: { value, bytes in Decimal.append(value, to: &bytes) })
    }
}

extension Shape where Value == Double {
    /// A number in `range`.
    package static func number(_ range: ClosedRange<Double>) -> Shape {
        Shape(
            schema: .keywords([
                JSON.Member("type", "number"), JSON.Member("minimum", .number(range.lowerBound)),
                JSON.Member("maximum", .number(range.upperBound)),
            ]),
            lexical: .json,
            reader: { json, violations in
                let number: Double
                switch json {
                case .integer(let whole): number = Double(whole)
                case .number(let fraction): number = fraction
                case .null, .bool, .string, .array, .object:
                    violations.add("must be a number")
                    return nil
                }
                guard range.contains(number) else {
                    violations.add("must be from \(range.lowerBound) to \(range.upperBound)")
                    return nil
                }
                return number
            },
            writer: { value, bytes in JSON.number(value).write(to: &bytes) })
    }
}

extension Shape where Value == Bool {
    /// True or false.
    package static var bool: Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "boolean")]), lexical: .json,
            reader: { json, violations in
                guard case .bool(let truth) = json else {
                    violations.add("must be true or false")
                    return nil
                }
                return truth
            },
            writer: { truth, bytes in bytes.append(literal: truth ? "true" : "false") })
    }

    /// Exactly this truth value.
    package static func constant(_ truth: Bool) -> Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "boolean"), JSON.Member("const", .bool(truth))]), lexical: .json,
            reader: { json, violations in
                guard json == .bool(truth) else {
                    violations.add("must be \(truth)")
                    return nil
                }
                return truth
            },
            writer: { _, bytes in bytes.append(literal: truth ? "true" : "false") })
    }
}
