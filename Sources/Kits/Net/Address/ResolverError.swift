/// Why a name has no addresses.
package enum ResolverError: Error, Hashable, Sendable {
    /// There is no such name, or it has no address.
    case unknownName
    /// The name servers did not answer or could not say; it may be different later.
    case unavailable
    /// The deadline has passed.
    case timedOut
    /// Too many names are waiting.
    case overloaded
}
