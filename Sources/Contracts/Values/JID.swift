/// WhatsApp's address of a person or a group, without a device: `user@server`.
package struct JID: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of address that Herald speaks of.
    package enum Server: String, Sendable, CaseIterable {
        /// A person by phone number.
        case person = "s.whatsapp.net"
        /// The same person by the number that hides the phone number.
        case lid
        /// A group.
        case group = "g.us"
    }

    /// How long the part before the `@` may be.
    package static let userLimit = 64

    /// What stands before the `@`.
    package let user: String
    /// What stands after it.
    package let server: Server

    /// Puts an address together; the parts are trusted.
    package init(user: String, server: Server) {
        self.user = user
        self.server = server
    }

    /// Reads `user@server`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let server = Server(rawValue: String(parts[1])), (1...Self.userLimit).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.init(user: String(parts[0]), server: server)
    }

    // Put together without interpolation, which takes ten times as long, and this runs for every message.
    package var description: String {
        var text = user
        text.append("@")
        text.append(server.rawValue)
        return text
    }

    /// The phone number of a person's address, nil for other addresses.
    package var phoneNumber: PhoneNumber? { server == .person ? PhoneNumber(user) : nil }
}
