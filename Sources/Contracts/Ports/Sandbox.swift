package import Core

/// The strings of the whole simulated network. Offered by the simulator.
package protocol Sandbox: Sendable {
    /// Holds back all acknowledgements of the network, or lets them go.
    func setAcknowledging(_ acknowledging: Bool) async
}

/// The strings of one instance's line to the simulated network. Each returns once the session's observer was told, so that whoever pulled it
/// sees what it did.
package protocol SandboxLine: Sendable {
    /// As if the phone of that number scanned the code shown now, and wanted a passkey before it links if `passkey` says so. False when no code is
    /// shown.
    func scan(with number: PhoneNumber, passkey: Bool) async -> Bool
    /// As if that number wrote to the instance, or in a group that both are in. Throws `.notConnected`, `.notFound` when the instance's number is
    /// not in the group, `.notAllowed` when the writer may not write in it, `.refused` for what is no message of WhatsApp's.
    func receive(_ message: SandboxInbound, from number: PhoneNumber, in group: JID?) async throws(SendFailure)
    /// As if somebody made a group and put the instance's number into it; answers which. Throws `.notConnected`, and `.overloaded` when the number
    /// is in too many already.
    func gather(_ group: SandboxGroup) async throws(SendFailure) -> JID
    /// As if whoever made the group changed it. Throws `.notConnected`, and `.notFound` when the instance's number is not in it.
    func alter(_ group: JID, _ change: SandboxGroupChange) async throws(SendFailure)
    /// Cuts the line for that reason. False when there is none.
    func cut(_ reason: DisconnectReason) async -> Bool
    /// Leaves the line standing and lets nothing come over it any more, until it is opened anew. False when it does not stand.
    func silence() async -> Bool
}

/// What a simulated person writes.
package enum SandboxInbound: Sendable, Hashable {
    case text(String)
    /// A whole WhatsApp message object.
    case raw(JSON)
}

/// A group that simulated people make.
package struct SandboxGroup: Sendable, Hashable {
    /// Its title.
    package let subject: String
    /// Who is in it besides the instance's number; the first has made it.
    package let people: [PhoneNumber]
    /// Whether the instance's number is made an administrator.
    package let isAdmin: Bool
    /// Whether only administrators may change its title.
    package let isRestricted: Bool
    /// Whether only administrators may write in it.
    package let isAnnouncement: Bool

    /// Puts a group together.
    package init(subject: String, people: [PhoneNumber], isAdmin: Bool = false, isRestricted: Bool = false, isAnnouncement: Bool = false) {
        self.subject = subject
        self.people = people
        self.isAdmin = isAdmin
        self.isRestricted = isRestricted
        self.isAnnouncement = isAnnouncement
    }
}

/// What simulated people do to a group.
package enum SandboxGroupChange: Sendable, Hashable {
    /// Another title.
    case rename(String)
    /// The instance's number becomes an administrator, or is one no longer.
    case setAdmin(Bool)
    /// The instance's number is put out of it.
    case expel
}
