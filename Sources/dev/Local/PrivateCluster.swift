import Foundation

/// The private PostgreSQL cluster that `herald serve` keeps in `.herald/`, as its superuser reaches it over the socket.
struct PrivateCluster: Sendable {
    static let database = "herald"
    static let superuser = "postgres"

    /// The `.herald` directory.
    let state: String

    var socketDirectory: String { state }
    var connection: [String] { ["-h", socketDirectory, "-U", Self.superuser] }
}
