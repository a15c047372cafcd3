/// Media types as `Content-Type` gives them (RFC 9110, section 8.3).
enum MediaType {
    static let json = "application/json"
    static let form = "multipart/form-data"
    static let anything = "*/*"
    static let events = "text/event-stream"

    /// Whether it is `application/json`, alone or with `charset=utf-8`; RFC 8259 knows no other coding and no other parameter.
    static func isJSON(_ type: ArraySlice<UInt8>) -> Bool {
        // What nearly every client sends, before anything is taken apart.
        if type.elementsEqual(json.utf8) { return true }
        let parts = String(decoding: type, as: UTF8.self).lowercased().split(separator: ";", omittingEmptySubsequences: false)
        let words = parts.map { $0.trimming(while: { $0 == " " || $0 == "\t" }) }
        guard let type = words.first, type == json else { return false }
        return words.dropFirst().allSatisfy { $0.isEmpty || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" }
    }

    /// The type without its parameters, in lower case.
    static func essence(_ type: String) -> String {
        type.prefix { $0 != ";" }.trimming(while: { $0 == " " || $0 == "\t" }).lowercased()
    }
}

extension Substring {
    fileprivate func trimming(while isSpace: (Character) -> Bool) -> Substring {
        var rest = drop(while: isSpace)
        while let last = rest.last, isSpace(last) {
            rest.removeLast()
        }
        return rest
    }
}
