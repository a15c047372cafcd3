/// How the program is built. Debug for people's first steps and tests (a third of the time of release, and the two share what is built);
/// release for what is measured or shipped.
enum BuildConfiguration: String, Sendable {
    case debug, release

    /// The build command; `docker/Dockerfile` uses the release one, and an architecture test compares them.
    var command: [String] {
        switch self {
        case .debug: ["swift", "build", "--product", "herald"]
        case .release: ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "herald"]
        }
    }
}
