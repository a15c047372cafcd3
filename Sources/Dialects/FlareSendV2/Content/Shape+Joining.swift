import API
import Core

extension Shape {
    /// An object with the members of both: what several bodies have in common is declared once. A body that breaks rules of both is told all of
    /// them.
    static func joining<First, Second>(
        _ first: Shape<First>, _ second: Shape<Second>, make: @escaping @Sendable (First, Second) -> Value,
        parts: @escaping @Sendable (Value) -> (First, Second)
    ) -> Shape {
        guard case .object(let properties) = first.schema, case .object(let others) = second.schema else {
            preconditionFailure("only objects can be joined")
        }
        return Shape(
            schema: .object(properties + others),
            reader: { json, violations in
                // What is no object is said once.
                guard json.object != nil else {
                    violations.add("must be an object")
                    return nil
                }
                let (one, other) = (first.read(json, &violations), second.read(json, &violations))
                guard let one, let other else { return nil }
                return make(one, other)
            },
            writer: { value, bytes in
                let (one, other) = parts(value)
                first.write(one, to: &bytes)
                bytes.removeLast()
                let rest = second.bytes(other).dropFirst()
                if rest.count > 1, bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: rest)
            })
    }
}
