import API
import Accounts
import Core

/// What people are asked for in more than one place.
extension Shape where Value == String {
    /// A name that somebody goes by.
    static var personName: Shape { .text(min: 1, max: PersonalName.limit) }

    /// An email address.
    static var emailAddress: Shape {
        Shape.text(min: 1, max: EmailAddress.limit).map(
            or: "must be an email address", to: { EmailAddress($0)?.description }, from: { $0 })
    }

    /// The same text, out of the reach of logs.
    var secret: Shape<Secret<String>> { map(or: "", to: { Secret($0) }, from: \.reveal) }
}

extension Shape where Value == Secret<String> {
    /// A password to be.
    static var newPassword: Shape {
        let length = Password.length
        return Shape<String>.text(min: 1, max: length.upperBound)
            .map(
                or: "must have \(length.lowerBound) to \(length.upperBound) bytes",
                to: { length.contains($0.utf8.count) ? Secret($0) : nil }, from: \.reveal)
    }

    /// What somebody says is their password: longer ones are nobody's.
    static var somePassword: Shape { Shape<String>.text(min: 1, max: Password.length.upperBound).secret }
}
