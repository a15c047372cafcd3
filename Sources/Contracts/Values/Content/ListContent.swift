/// Words with a button that opens a list to choose from.
package struct ListContent: Sendable, Hashable {
    /// How long the words may be, in characters.
    package static let bodyLimit = 1024
    /// How long what stands above and below may be, in characters.
    package static let edgeLimit = 60
    /// How long the writing on the button may be, in characters (contract FQX-05).
    package static let buttonLimit = 20
    /// How many rows all sections together may have.
    package static let rowsLimit = 10
    /// How long the titles of sections and rows may be, in characters.
    package static let titleLimit = 24
    /// How long the description of a row may be, in characters.
    package static let descriptionLimit = 72
    /// How long the id of a row may be, in characters.
    package static let idLimit = 200

    /// Rows under one title.
    package struct Section: Sendable, Hashable {
        /// The title; may be missing where there is one section only.
        package let title: String?
        /// The rows, at least one.
        package let rows: [Row]

        /// Puts a section together.
        package init(title: String?, rows: [Row]) {
            self.title = title
            self.rows = rows
        }
    }

    /// Something to choose.
    package struct Row: Sendable, Hashable {
        /// What comes back when it is chosen.
        package let id: String
        /// What it is called.
        package let title: String
        /// More about it.
        package let description: String?

        /// Puts a row together.
        package init(id: String, title: String, description: String? = nil) {
            self.id = id
            self.title = title
            self.description = description
        }
    }

    /// The words.
    package let body: String
    /// What is written on the button.
    package let button: String
    /// What stands above the words.
    package let header: String?
    /// What stands below them, small.
    package let footer: String?
    /// What there is to choose from, at least one section.
    package let sections: [Section]

    /// Puts a list together.
    package init(body: String, button: String, header: String? = nil, footer: String? = nil, sections: [Section]) {
        self.body = body
        self.button = button
        self.header = header
        self.footer = footer
        self.sections = sections
    }
}
