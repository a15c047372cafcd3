package import Net

/// What a client may connect to.
package struct HTTPClientPolicy: Sendable {
    /// The schemes that may be used.
    package var schemes: Set<HTTPURL.Scheme>
    /// Whether only addresses of the public internet may be connected to.
    package var publicAddressesOnly: Bool
    /// The ports that may be connected to; nil for all.
    package var ports: Set<Int>?
    /// Addresses that are refused although they are public, such as the operator's own. Only looked at with `publicAddressesOnly`.
    package var refused: Set<IPAddress>
    /// Addresses that may be connected to although they are not public, such as a store of the operator's own.
    package var allowed: Set<IPAddress>

    /// For URLs that customers give: https to public addresses on any port.
    package static let customerURLs = HTTPClientPolicy(schemes: [.https], publicAddressesOnly: true, ports: nil)

    /// A policy of one's own.
    package init(
        schemes: Set<HTTPURL.Scheme>, publicAddressesOnly: Bool, ports: Set<Int>? = nil, refused: Set<IPAddress> = [], allowed: Set<IPAddress> = []
    ) {
        self.schemes = schemes
        self.publicAddressesOnly = publicAddressesOnly
        self.ports = ports
        self.refused = refused
        self.allowed = allowed
    }

    /// Refuses a URL that can be refused without asking for the addresses of its name; for checking what is saved. Throws
    /// `.requestNotAllowed` or `.addressNotAllowed`.
    package func check(_ url: HTTPURL) throws(HTTPClientError) {
        guard schemes.contains(url.scheme), ports?.contains(url.port) != false else { throw .requestNotAllowed }
        if case .address(let address) = url.host, !allows(address) { throw .addressNotAllowed }
    }

    /// Refuses if a single answer is not allowed: a name with one internal address is an attempt, not an accident.
    func check(_ addresses: [SocketAddress]) throws(HTTPClientError) {
        guard addresses.allSatisfy({ allows(IPAddress($0)) }) else { throw .addressNotAllowed }
    }

    private func allows(_ address: IPAddress) -> Bool {
        !publicAddressesOnly || allowed.contains(address.unmapped) || PublicAddress.isPublic(address) && !refused.contains(address.unmapped)
    }
}
