package import Contracts
package import Core

extension Shape {
    /// The id of one kind of thing: a UUID in its 36-character form, in either case; written in lower case.
    package static func identifier<Kind>() -> Shape where Value == ID<Kind> {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("format", "uuid")]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, let id = ID<Kind>(text) else {
                    violations.add("must be a UUID")
                    return nil
                }
                return id
            },
            writer: { id, bytes in
                bytes.append(UInt8(ascii: "\""))
                id.append(to: &bytes)
                bytes.append(UInt8(ascii: "\""))
            })
    }

    /// A telephone number, read as people write it. Written with the plus sign, or bare as the FlareSend dialects do (contract C-10). The schema asks
    /// for the digits alone, which leave no doubt.
    package static func phoneNumber(plus: Bool = true) -> Shape where Value == PhoneNumber {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("pattern", "^\\+?[1-9][0-9]{6,14}$")]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json else {
                    violations.add(PhoneNumber.Fault.malformed.detail)
                    return nil
                }
                do throws(PhoneNumber.Fault) {
                    return try PhoneNumber(written: text)
                } catch {
                    violations.add(error.detail)
                    return nil
                }
            },
            writer: { number, bytes in
                bytes.append(literal: plus ? "\"+" : "\"")
                bytes.append(contentsOf: number.digits.utf8)
                bytes.append(UInt8(ascii: "\""))
            })
    }
}

extension Shape where Value == PhoneNumber {
    /// A telephone number, written with the plus sign.
    package static var phoneNumber: Shape { phoneNumber() }
}

extension Shape where Value == Instant {
    /// A point in time in RFC 3339, read with any offset; written in UTC with `Z` and milliseconds, or whole seconds.
    package static func instant(milliseconds: Bool = true) -> Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("format", "date-time")]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, let instant = Instant(rfc3339: text) else {
                    violations.add("must be a time in RFC 3339, such as 2026-01-31T12:00:00Z")
                    return nil
                }
                return instant
            },
            writer: { instant, bytes in JSON.write(instant.rfc3339(milliseconds: milliseconds), to: &bytes) })
    }

    /// A point in time, written with milliseconds.
    package static var instant: Shape { instant() }
}

extension Shape where Value == CivilDay {
    /// A day, `YYYY-MM-DD`.
    package static var day: Shape {
        Shape(
            schema: .keywords([JSON.Member("type", "string"), JSON.Member("format", "date")]), lexical: .text,
            reader: { json, violations in
                guard case .string(let text) = json, let day = CivilDay(text) else {
                    violations.add("must be a day, YYYY-MM-DD")
                    return nil
                }
                return day
            },
            writer: { day, bytes in JSON.write(day.description, to: &bytes) })
    }
}

extension Shape where Value == JSON {
    /// Any JSON. Text in it, names too, must not contain U+0000, which PostgreSQL's `jsonb` cannot keep.
    package static var any: Shape {
        Shape(
            schema: .anything,
            reader: { json, violations in
                guard !json.containsNUL else {
                    violations.add("must not contain the character U+0000")
                    return nil
                }
                return json
            },
            writer: { json, bytes in json.write(to: &bytes) })
    }

    /// An object of at most `max` members of any names, with any JSON in them. What is in them is for its reader to check.
    package static func members(max: Int = CollectionLimit.elements) -> Shape {
        Shape(
            schema: .dictionary(of: .anything, [JSON.Member("maxProperties", .integer(Int64(max)))]),
            reader: { json, violations in
                guard let members = json.object, members.count <= max else {
                    violations.add("must be an object of at most \(max) members")
                    return nil
                }
                return any.reader(json, &violations)
            },
            writer: any.writer)
    }
}

extension JSON {
    /// The parser bounds the depth.
    fileprivate var containsNUL: Bool {
        switch self {
        case .null, .bool, .integer, .number: false
        case .string(let text): text.utf8.contains(0)
        case .array(let elements): elements.contains(where: \.containsNUL)
        case .object(let members): members.contains { $0.name.utf8.contains(0) || $0.value.containsNUL }
        }
    }
}
