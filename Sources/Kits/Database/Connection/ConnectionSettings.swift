package import Core

/// How to reach PostgreSQL, and how long anything may take.
package struct ConnectionSettings: Sendable {
    /// A connection string of libpq: a URI or `key=value` pairs. It may hold a password.
    package var connection: Secret<String>
    /// The longest a statement may run before PostgreSQL cancels it. The client gives up `margin` later, in case nobody answers at all.
    package var statementTimeout: Duration
    /// How many connections a pool holds.
    package var connections: Int
    /// The longest a caller waits for a connection.
    package var acquireTimeout: Duration
    /// The longest PostgreSQL may take to answer what costs nothing, the opening of a bracket; a frozen server is noticed by it.
    package var openingTimeout: Duration = .milliseconds(900)

    /// The longest until a new connection must be usable.
    package static let connectTimeout: Duration = .seconds(2)
    /// How much later than PostgreSQL itself the client gives a statement up.
    package static let margin: Duration = .milliseconds(500)

    /// Settings for that connection string; the other figures are those of production.
    package init(
        _ connection: String, statementTimeout: Duration = .seconds(5), connections: Int = 8, acquireTimeout: Duration = .seconds(1)
    ) {
        self.connection = Secret(connection)
        self.statementTimeout = statementTimeout
        self.connections = max(connections, 1)
        self.acquireTimeout = acquireTimeout
    }
}
