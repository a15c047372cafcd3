/// Words with buttons under them.
package struct ButtonsContent: Sendable, Hashable {
    /// How long the words may be, in characters (contract FQX-04).
    package static let bodyLimit = 1024
    /// How long what stands above and below may be, in characters (contract FQX-04).
    package static let edgeLimit = 60
    /// How many buttons there may be (contract FQX-04).
    package static let buttonsLimit = 3
    /// How long the writing on a button may be, in characters.
    package static let titleLimit = 20
    /// How long the other texts of a button may be, in characters.
    package static let valueLimit = 256

    /// What stands above the words.
    package enum Header: Sendable, Hashable {
        case text(String)
        case media(MediaContent)
    }

    /// One button.
    package struct Button: Sendable, Hashable {
        /// What pressing it does.
        package enum Action: Sendable, Hashable {
            /// Answers with the id.
            case reply(id: String)
            /// Puts a code on the clipboard.
            case copy(code: String)
            /// Opens a web page.
            case open(url: String)
            /// Calls a number.
            case call(PhoneNumber)
            /// Pays by PIX (contract MFX-09).
            case pix(currency: String, name: String, keyType: String, key: String)
        }

        /// What is written on it.
        package let title: String
        /// What pressing it does.
        package let action: Action

        /// Puts a button together.
        package init(title: String, action: Action) {
            self.title = title
            self.action = action
        }
    }

    /// The words.
    package let body: String
    /// What stands above them.
    package let header: Header?
    /// What stands below them, small.
    package let footer: String?
    /// The buttons, at least one and at most `buttonsLimit`.
    package let buttons: [Button]

    /// Puts a message with buttons together.
    package init(body: String, header: Header? = nil, footer: String? = nil, buttons: [Button]) {
        self.body = body
        self.header = header
        self.footer = footer
        self.buttons = buttons
    }
}
