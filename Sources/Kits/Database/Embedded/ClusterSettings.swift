import Glibc

/// Where a private PostgreSQL lives.
package struct ClusterSettings: Sendable {
    /// The directory that holds everything of it; made if it is missing.
    package var directory: String
    /// Where programs are looked for first, as in the environment's PATH.
    package var searchPath: String
    /// The signal that PostgreSQL gets when this process dies without stopping it: fast shutdown, or for tests an immediate one.
    package var deathSignal: Int32

    /// A cluster in `directory`.
    package init(directory: String, searchPath: String, deathSignal: Int32 = SIGINT) {
        self.directory = directory
        self.searchPath = searchPath
        self.deathSignal = deathSignal
    }
}
