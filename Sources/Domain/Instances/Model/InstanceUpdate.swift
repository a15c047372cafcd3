package import Contracts

/// What is to change about an instance; all of it or nothing.
package struct InstanceUpdate: Sendable, Hashable {
    /// The tenant's own words for it.
    package var name: Change<String>
    /// The caller's own unique name for it.
    package var handle: Change<String>
    /// `true` makes it the tenant's default; `false` is refused, since it would not say which is.
    package var isDefault: Bool?
    /// The URL of the one webhook that is set on the instance itself.
    package var webhook: Change<String>
    /// The words in which that webhook is told.
    package var webhookDialect: DialectName

    /// Changes nothing but what is named.
    package init(
        name: Change<String> = .unchanged, handle: Change<String> = .unchanged, isDefault: Bool? = nil, webhook: Change<String> = .unchanged,
        webhookDialect: DialectName = .native
    ) {
        self.name = name
        self.handle = handle
        self.isDefault = isDefault
        self.webhook = webhook
        self.webhookDialect = webhookDialect
    }
}
