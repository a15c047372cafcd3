import Core

/// How long collections may be where a shape says nothing else.
package enum CollectionLimit {
    /// Elements of an array or members of a dictionary.
    package static let elements = 1000
}

extension Shape {
    /// An array of `min` to `max` such elements.
    package static func list<Element>(of element: Shape<Element>, min: Int = 0, max: Int = CollectionLimit.elements) -> Shape
    where Value == [Element] {
        var keywords: [JSON.Member] = []
        if min > 0 { keywords.append(JSON.Member("minItems", .integer(Int64(min)))) }
        keywords.append(JSON.Member("maxItems", .integer(Int64(max))))
        return Shape(
            schema: .array(of: element.schema, keywords),
            reader: { json, violations in
                guard case .array(let elements) = json else {
                    violations.add("must be an array")
                    return nil
                }
                return read(elements, element, min: min, max: max, &violations)
            },
            writer: { values, bytes in write(values, element, to: &bytes) })
    }

    /// One such element, or an array of `min` to `max` of them; always written as an array.
    package static func oneOrMany<Element>(of element: Shape<Element>, min: Int = 1, max: Int = CollectionLimit.elements) -> Shape
    where Value == [Element] {
        let list = Shape.list(of: element, min: min, max: max)
        return Shape(
            schema: .anyOf([element.schema, list.schema]),
            reader: { json, violations in
                if case .array = json { return list.reader(json, &violations) }
                return element.reader(json, &violations).map { [$0] }
            },
            writer: list.writer)
    }

    /// An object whose names are free and whose values are such; written in the order of its names.
    package static func dictionary<Element>(of element: Shape<Element>, max: Int = CollectionLimit.elements) -> Shape
    where Value == [String: Element] {
        Shape(
            schema: .dictionary(of: element.schema, [JSON.Member("maxProperties", .integer(Int64(max)))]),
            reader: { json, violations in
                guard case .object(let members) = json else {
                    violations.add("must be an object")
                    return nil
                }
                guard members.count <= max else {
                    violations.add("must have at most \(max) members")
                    return nil
                }
                var values: [String: Element] = [:]
                for member in members {
                    if member.name.utf8.contains(0) { violations.add("must not have the character U+0000 in a name") }
                    violations.inMember(member.name) { values[member.name] = element.reader(member.value, &$0) }
                }
                return values.count == members.count ? values : nil
            },
            writer: { values, bytes in
                bytes.append(UInt8(ascii: "{"))
                for (index, member) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    JSON.write(member.key, to: &bytes)
                    bytes.append(UInt8(ascii: ":"))
                    element.writer(member.value, &bytes)
                }
                bytes.append(UInt8(ascii: "}"))
            })
    }

    private static func read<Element>(
        _ elements: [JSON], _ element: Shape<Element>, min: Int, max: Int, _ violations: inout Violations
    ) -> [Element]? {
        // Refused before the elements are looked at, so that the work is bounded by the limit and not by the body.
        guard elements.count <= max else {
            violations.add("must have at most \(max) elements")
            return nil
        }
        guard elements.count >= min else {
            violations.add(min == 1 ? "must not be empty" : "must have at least \(min) elements")
            return nil
        }
        var values: [Element] = []
        values.reserveCapacity(elements.count)
        for (index, json) in elements.enumerated() {
            if let value = violations.inElement(index, { element.reader(json, &$0) }) { values.append(value) }
        }
        return values.count == elements.count ? values : nil
    }

    private static func write<Element>(_ values: [Element], _ element: Shape<Element>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            element.writer(value, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
