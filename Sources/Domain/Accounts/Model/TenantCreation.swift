package import Contracts
package import Core

/// A tenant that was just made, with the secrets that are shown this once.
package struct TenantCreation: Sendable {
    /// Which it is.
    package let tenant: TenantID
    /// Its name in URLs.
    package let slug: String
    /// The name of its plan.
    package let plan: String
    /// The person who owns it.
    package let owner: Owner
    /// Its first `live` key.
    package let apiKey: Secret<String>
    /// Its first `test` key.
    package let testKey: Secret<String>

    /// The owner, and how he signs in the first time.
    package struct Owner: Sendable {
        /// Who it is.
        package let id: PersonID
        /// The address, in lower case.
        package let email: String
        /// The password that was made for him.
        package let password: Secret<String>
    }
}
