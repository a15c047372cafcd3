package import Core

/// Who is asking, once admitted. Only Auth makes one, so a handler that has it need not ask again.
package struct Caller: Sendable, Hashable {
    /// The customer organization the credentials belong to; everything a caller touches is inside it.
    package let tenant: TenantID
    /// The API key that was shown; nil where an access token was shown in its place.
    package let key: KeyID?
    /// The person whose access token was shown, alone or beside a key.
    package let person: PersonID?
    /// That token.
    package let token: TokenID?
    /// The operator's look into the tenant, where it is the operator who looks: the id of his token, which reads and does nothing else.
    package let impersonation: TokenID?
    /// What the caller counts as among the tenant's people: a person's own role, and an admin for a key that may `manage`.
    package let role: Role
    /// Whether it reaches all instances or those of the sandbox only; people reach all.
    package let environment: KeyEnvironment
    /// The one instance the key is tied to, if any.
    package let instance: InstanceID?
    /// What the credentials may be used for.
    package let scopes: Scopes

    /// The holder of an API key; beside it, `person` may have shown an access token, which adds no rights (contract FS1-60).
    package init(
        tenant: TenantID, key: KeyID, environment: KeyEnvironment, instance: InstanceID?, scopes: Scopes, person: PersonID? = nil,
        token: TokenID? = nil
    ) {
        self.tenant = tenant
        self.key = key
        self.person = person
        self.token = token
        impersonation = nil
        role = scopes.contains(.manage) ? .admin : scopes.contains(.send) ? .member : .viewer
        self.environment = environment
        self.instance = instance
        self.scopes = scopes
    }

    /// A person who has signed in.
    package init(tenant: TenantID, person: PersonID, token: TokenID, role: Role) {
        self.tenant = tenant
        key = nil
        self.person = person
        self.token = token
        impersonation = nil
        self.role = role
        environment = .live
        instance = nil
        scopes = role.scopes
    }

    /// The operator of the deployment, who looks into a tenant with a token made for that: he sees what a viewer sees.
    package init(tenant: TenantID, impersonation: TokenID) {
        self.tenant = tenant
        key = nil
        person = nil
        token = impersonation
        self.impersonation = impersonation
        role = .viewer
        environment = .live
        instance = nil
        scopes = role.scopes
    }

    /// Whether a key that reaches so far may be made, changed or shown anew by the caller: nobody hands on more than they have.
    package func covers(_ scopes: Scopes, in environment: KeyEnvironment, tiedTo instance: InstanceID?) -> Bool {
        self.scopes.isSuperset(of: scopes) && (self.environment == .live || environment == .test)
            && (self.instance == nil || self.instance == instance)
    }

    /// Whether the caller reaches everything of the tenant: a key of the sandbox or of one instance has no say over its people.
    package var reachesWholeTenant: Bool { environment == .live && instance == nil }
}

/// What a key reaches: a `test` key only sandbox instances, a `live` key every instance of its tenant.
package enum KeyEnvironment: String, Sendable, CaseIterable {
    case live, test
}

/// What a key may be used for.
package struct Scopes: OptionSet, Sendable, Hashable {
    package let rawValue: Int16
    package init(rawValue: Int16) { self.rawValue = rawValue }
    /// Sending messages.
    package static let send = Scopes(rawValue: 1)
    /// Reading what there is.
    package static let read = Scopes(rawValue: 2)
    /// Changing instances, keys, webhooks and settings.
    package static let manage = Scopes(rawValue: 4)
    /// What a key has unless less is asked for.
    package static let all: Scopes = [.send, .read, .manage]

    /// The words the native API uses, in a fixed order.
    package var names: [String] {
        [(Scopes.send, "send"), (.read, "read"), (.manage, "manage")].filter { contains($0.0) }.map(\.1)
    }
}
