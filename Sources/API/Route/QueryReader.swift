/// Finds parameters in a query, `name=value` between ampersands, without taking the rest of it apart.
package enum QueryReader {
    /// What there is under a name.
    package enum Finding: Sendable, Hashable {
        /// Nothing.
        case absent
        /// This, decoded.
        case text(String)
        /// Something that breaks a rule.
        case broken(String)
    }

    /// What the query says about `name`. A name that comes twice is refused: whoever reads the first and whoever reads the last would disagree.
    package static func value(of name: String, in query: ArraySlice<UInt8>?) -> Finding {
        guard let query else { return .absent }
        var found: ArraySlice<UInt8>?
        var start = query.startIndex
        while start <= query.endIndex {
            let end = query[start...].firstIndex(of: UInt8(ascii: "&")) ?? query.endIndex
            let pair = query[start..<end]
            let middle = pair.firstIndex(of: UInt8(ascii: "="))
            if isNamed(pair[..<(middle ?? end)], name) {
                if found != nil { return .broken("is given more than once") }
                found = middle.map { pair[($0 + 1)...] } ?? []
            }
            start = end + 1
        }
        guard let found else { return .absent }
        return PercentCoding.decode(found, plusIsSpace: true).map(Finding.text) ?? .broken("is not valid percent-encoded UTF-8")
    }

    private static func isNamed(_ bytes: ArraySlice<UInt8>, _ name: String) -> Bool {
        if bytes.elementsEqual(name.utf8) { return true }
        guard bytes.contains(UInt8(ascii: "%")) else { return false }
        return PercentCoding.decode(bytes, plusIsSpace: true) == name
    }
}
