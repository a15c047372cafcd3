package import Contracts
package import Core

/// Whether a number is on WhatsApp.
package struct NumberFact: Sendable, Hashable {
    /// The number.
    package let number: PhoneNumber
    /// Its address; nil if there is no account.
    package let jid: JID?
    /// The same person's address that hides the number, where WhatsApp told it.
    package let lid: JID?
    /// When WhatsApp was asked.
    package let checkedAt: Instant

    /// Whether there is an account.
    package var exists: Bool { jid != nil }

    /// Puts a fact together.
    package init(number: PhoneNumber, jid: JID?, lid: JID?, checkedAt: Instant) {
        self.number = number
        self.jid = jid
        self.lid = lid
        self.checkedAt = checkedAt
    }

    init(_ registration: NumberRegistration, checkedAt: Instant) {
        self.init(number: registration.number, jid: registration.jid, lid: registration.lid, checkedAt: checkedAt)
    }
}
