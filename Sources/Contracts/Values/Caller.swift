package import Core

/// Who is asking, once admitted. Only Auth makes one, so a handler that has it need not ask again.
package struct Caller: Sendable, Hashable {
    /// The customer organization the credentials belong to; everything a caller touches is inside it.
    package let tenant: TenantID
    /// The API key that was shown.
    package let key: KeyID
    /// Whether the key is a `live` or a `test` one.
    package let environment: KeyEnvironment
    /// The one instance the key is tied to, if any.
    package let instance: InstanceID?
    /// What the key may be used for.
    package let scopes: Scopes

    /// Put together by Auth; tests may, too.
    package init(tenant: TenantID, key: KeyID, environment: KeyEnvironment, instance: InstanceID?, scopes: Scopes) {
        self.tenant = tenant
        self.key = key
        self.environment = environment
        self.instance = instance
        self.scopes = scopes
    }
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
