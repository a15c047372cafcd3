package import Core

/// Ids that count from one, so that tests can name them: `00000000-0000-7000-8000-000000000001` and so on.
package final class CountingIDs: IDSource {
    private let made: Lock<UInt64>

    /// Starts after `made` ids.
    package init(after made: UInt64 = 0) { self.made = Lock(made) }

    package func next<Kind>(_ kind: Kind.Type) -> ID<Kind> {
        Self.id(
            made.withLock { made in
                made += 1
                return made
            })
    }

    /// The id of that number.
    package static func id<Kind>(_ number: UInt64) -> ID<Kind> {
        ID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
    }
}
