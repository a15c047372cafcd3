/// A host name of a dialect, or all names below a domain.
struct HostPattern: Sendable {
    /// As it was written, in lower case.
    let text: String
    let place: Int
    /// What a name has to be, or to end in.
    private let name: [UInt8]
    private let isDomain: Bool

    init(_ text: String, place: Int) {
        self.text = text.lowercased()
        self.place = place
        isDomain = text.hasPrefix("*.")
        name = Array((isDomain ? text.dropFirst() : text[...]).lowercased().utf8)
    }

    /// The name in the value of a Host header: without the port, and without the dot of the root.
    static func name(in host: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let name = host.prefix { $0 != UInt8(ascii: ":") }
        return name.last == UInt8(ascii: ".") ? name.dropLast() : name
    }

    func matches(_ host: ArraySlice<UInt8>) -> Bool {
        guard isDomain ? host.count > name.count : host.count == name.count else { return false }
        var position = host.endIndex - name.count
        for byte in name {
            let given = host[position]
            guard (given &- UInt8(ascii: "A") < 26 ? given | 0x20 : given) == byte else { return false }
            position += 1
        }
        return true
    }

    /// A name wins over a domain, and a longer domain over a shorter one.
    func precedes(_ other: HostPattern) -> Bool {
        isDomain == other.isDomain ? name.count > other.name.count : !isDomain
    }
}
