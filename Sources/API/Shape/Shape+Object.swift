import Core

/// A member could not be read; its violation is noted already.
private struct Unreadable: Error {}

private func present<Value>(_ value: Value?) throws(Unreadable) -> Value {
    guard let value else { throw Unreadable() }
    return value
}

extension Shape {
    /// An object with these members, put together by `make`, which takes them in the order of the fields.
    package static func object<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat Field<Value, each Member>
    ) -> Shape {
        let fields = (repeat each fields)
        var properties: [Schema.Property] = []
        for field in repeat each fields {
            precondition(!properties.contains { $0.name == field.name }, "two fields are named \(field.name)")
            properties.append(field.property)
        }
        return Shape(
            schema: .object(properties),
            reader: { json, violations in
                guard case .object(let members) = json else {
                    violations.add("must be an object")
                    return nil
                }
                var cursor = MemberCursor(members)
                // All of them are read before any is asked for: one broken rule must not hide the next.
                let values = (repeat Self.read(each fields, &cursor, &violations))
                do {
                    return make(repeat try present(each values))
                } catch {
                    return nil
                }
            },
            writer: { object, bytes in
                let start = bytes.count
                for field in repeat each fields {
                    field.append(object, &bytes)
                }
                // Every member begins with a comma; the first one's becomes the brace.
                if bytes.count == start { bytes.append(UInt8(ascii: "{")) } else { bytes[start] = UInt8(ascii: "{") }
                bytes.append(UInt8(ascii: "}"))
            })
    }

    private static func read<Member>(_ field: Field<Value, Member>, _ cursor: inout MemberCursor, _ violations: inout Violations) -> Member? {
        let json = cursor.member(field.name)
        return violations.inMember(field.name) { field.read(json, &$0) }
    }
}

/// Finds members by name, looking first where the last one ended: most clients send them in the documented order.
private struct MemberCursor {
    private let members: [JSON.Member]
    private var position = 0

    init(_ members: [JSON.Member]) { self.members = members }

    mutating func member(_ name: String) -> JSON? {
        for offset in 0..<members.count {
            let index = position + offset < members.count ? position + offset : position + offset - members.count
            if members[index].name == name {
                position = index + 1
                return members[index].value
            }
        }
        return nil
    }
}
