package import Contracts
package import Core
package import Database
package import HTTP

/// Keeps the files that messages carry: those that customers upload or say where to fetch, and those that come in.
///
/// Owns   media.file, media.chunk
/// Says   –
/// Hears  –
/// Needs  MediaLimits
package struct Media: Sendable {
    /// How long a file is kept after it was used last.
    package static let retention: Duration = .seconds(30 * 86_400)
    /// How long a signed link works.
    package static let linkLifetime: Duration = .seconds(15 * 60)
    /// The largest file of a plan that does not limit its kind, in bytes: what the server takes as content of a request at all.
    package static let largestFile = HTTPLimits().bodyBytes
    /// Bytes of a name that is kept.
    package static let fileNameBytes = 240

    let database: Database
    let limits: any MediaLimits
    let client: HTTPClient
    let linkKey: Secret<[UInt8]>
    let runtime: Runtime

    /// Wires the module. Files are fetched with `client`; links to files are signed with `linkKey`.
    package init(database: Database, limits: any MediaLimits, client: HTTPClient, linkKey: Secret<[UInt8]>, runtime: Runtime) {
        self.database = database
        self.limits = limits
        self.client = client
        self.linkKey = linkKey
        self.runtime = runtime
    }

    /// What must run while files are kept.
    package func services(executor: any TaskExecutor) -> [any Service] {
        [
            Worker("media-sweeper", poll: Sweeping.pause, executor: executor, runtime: runtime) {
                try await Sweeping.turn(database, now: runtime.clock.now)
            }
        ]
    }
}
