package import Core

/// Somebody who has just signed in.
package struct SignIn: Sendable {
    /// The tenant he works for.
    package let tenant: TenantProfile
    /// Who he is.
    package let person: PersonProfile
    /// His access token, which is shown now and never again and lives `AccessToken.lifetime`.
    package let token: Secret<String>

    /// Puts it together.
    package init(tenant: TenantProfile, person: PersonProfile, token: Secret<String>) {
        self.tenant = tenant
        self.person = person
        self.token = token
    }
}
