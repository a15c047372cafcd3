import Core

extension Shape {
    /// An object with these members, put together by `make`, which takes them in the order of the fields.
    package static func object<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat Field<Value, each Member>
    ) -> Shape {
        var properties: [Schema.Property] = []
        var appends: [@Sendable (Value, inout [UInt8]) -> Void] = []
        var slots = MemberSlots()
        for field in repeat each fields {
            precondition(!properties.contains { $0.name == field.name }, "two fields are named \(field.name)")
            properties.append(field.property)
            appends.append(field.append)
            slots.append(field.name, field.read)
        }
        let (members, layout) = (appends, slots)
        return Shape(
            schema: .object(properties),
            reader: { json, violations in
                guard case .object(let members) = json else {
                    violations.add("must be an object")
                    return nil
                }
                return layout.read(members, &violations) { taker in
                    var taker = taker
                    return make(repeat taker.take((each Member).self))
                }
            },
            writer: { object, bytes in
                let start = bytes.count
                for append in members {
                    append(object, &bytes)
                }
                // Every member begins with a comma; the first one's becomes the brace.
                if bytes.count == start { bytes.append(UInt8(ascii: "{")) } else { bytes[start] = UInt8(ascii: "{") }
                bytes.append(UInt8(ascii: "}"))
            })
    }
}
