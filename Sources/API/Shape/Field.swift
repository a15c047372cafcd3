package import Contracts
import Core

/// One member of an object's shape: its name, where the value is in `Object`, and the value's own shape.
package struct Field<Object: Sendable, Value: Sendable>: Sendable {
    let name: String
    let property: Schema.Property
    /// Reads the member, nil if there is none; answers nil exactly when it has added a violation.
    let read: @Sendable (JSON?, inout Violations) -> Value?
    /// Appends `,"name":value`, or nothing where the member is left out.
    let append: @Sendable (Object, inout [UInt8]) -> Void

    private init(
        _ name: String, _ schema: Schema, isRequired: Bool, _ description: String, whenAbsent: JSON? = nil,
        read: @escaping @Sendable (JSON?, inout Violations) -> Value?, append: @escaping @Sendable (Object, inout [UInt8]) -> Void
    ) {
        self.name = name
        property = Schema.Property(name: name, schema: schema, isRequired: isRequired, description: description, whenAbsent: whenAbsent)
        self.read = read
        self.append = append
    }

    /// A member that must be there.
    package init(_ name: String, _ get: @escaping @Sendable (Object) -> Value, _ shape: Shape<Value>, _ description: String = "") {
        // Only the two functions: to carry the whole shape along, a closure would ask the runtime for its generic type at every call.
        let (head, reader, writer) = (Self.head(name), shape.reader, shape.writer)
        self.init(
            name, shape.schema, isRequired: true, description,
            read: { json, violations in
                guard let json else {
                    violations.add("is required")
                    return nil
                }
                return reader(json, &violations)
            },
            append: { object, bytes in
                bytes.append(contentsOf: head)
                writer(get(object), &bytes)
            })
    }

    /// A member that may be missing (or null, which says the same); it is left out where there is no value.
    package init<Present>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Value, optional shape: Shape<Present>, _ description: String = ""
    ) where Value == Present? {
        let (head, reader, writer) = (Self.head(name), shape.reader, shape.writer)
        self.init(
            name, shape.schema, isRequired: false, description,
            read: { json, violations in
                guard let json, json != .null else { return .some(nil) }
                guard let value = reader(json, &violations) else { return nil }
                return .some(value)
            },
            append: { object, bytes in
                guard let value = get(object) else { return }
                bytes.append(contentsOf: head)
                writer(value, &bytes)
            })
    }

    /// A member that is always there and may be null.
    package init<Present>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Value, nullable shape: Shape<Present>, _ description: String = ""
    ) where Value == Present? {
        self.init(name, get, shape.nullable, description)
    }

    /// A member that may be missing (or null) and then has the value `value`; it is always written.
    package init(
        _ name: String, _ get: @escaping @Sendable (Object) -> Value, _ shape: Shape<Value>, default value: Value, _ description: String = ""
    ) {
        let (head, reader, writer) = (Self.head(name), shape.reader, shape.writer)
        self.init(
            name, shape.schema, isRequired: false, description, whenAbsent: shape.json(value),
            read: { json, violations in
                guard let json, json != .null else { return value }
                return reader(json, &violations)
            },
            append: { object, bytes in
                bytes.append(contentsOf: head)
                writer(get(object), &bytes)
            })
    }

    /// A member of a partial update: missing leaves things as they are, null empties, a value replaces.
    package init<Present>(
        _ name: String, _ get: @escaping @Sendable (Object) -> Value, change shape: Shape<Present>, _ description: String = ""
    ) where Value == Change<Present> {
        let (head, reader, writer) = (Self.head(name), shape.reader, shape.writer)
        self.init(
            name, .nullable(shape.schema), isRequired: false, description,
            read: { json, violations in
                guard let json else { return .unchanged }
                if json == .null { return .cleared }
                return reader(json, &violations).map(Change.set)
            },
            append: { object, bytes in
                switch get(object) {
                case .unchanged: return
                case .cleared:
                    bytes.append(contentsOf: head)
                    bytes.append(literal: "null")
                case .set(let value):
                    bytes.append(contentsOf: head)
                    writer(value, &bytes)
                }
            })
    }

    private static func head(_ name: String) -> [UInt8] {
        var head = [UInt8(ascii: ",")]
        JSON.write(name, to: &head)
        head.append(UInt8(ascii: ":"))
        return head
    }
}
