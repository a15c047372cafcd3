import API
import Contracts

/// `location` (contract FQX-02).
enum LocationWords {
    /// What a message of that type has to have.
    static let rule = Violation("/location", "object is required for location messages")

    private static let text = Shape<String>.text(max: LocationContent.textLimit)

    static let shape = Shape.object(
        { LocationContent(latitude: $0, longitude: $1, name: $2, address: $3) },
        Field("latitude", \.latitude, .number(LocationContent.latitudes), "Degrees north"),
        Field("longitude", \.longitude, .number(LocationContent.longitudes), "Degrees east"),
        Field("name", \.name, optional: text, "What the place is called"),
        Field("address", \.address, optional: text, "Where it is, in words")
    ).named("Location")
}
