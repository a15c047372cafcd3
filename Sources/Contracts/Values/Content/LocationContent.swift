/// A point on the map.
package struct LocationContent: Sendable, Hashable {
    /// Degrees north.
    package static let latitudes = -90.0...90.0
    /// Degrees east.
    package static let longitudes = -180.0...180.0
    /// How long the name and the address may be, in characters.
    package static let textLimit = 1024

    /// Degrees north, within `latitudes`.
    package let latitude: Double
    /// Degrees east, within `longitudes`.
    package let longitude: Double
    /// What the place is called.
    package let name: String?
    /// Where it is, in words.
    package let address: String?

    /// Puts a point together.
    package init(latitude: Double, longitude: Double, name: String? = nil, address: String? = nil) {
        self.latitude = latitude
        self.longitude = longitude
        self.name = name
        self.address = address
    }
}
