package import Contracts
package import Core
package import HTTP

/// What the operator decided, read once from the environment and checked as a whole. Nothing else reads the environment.
package struct Config: Sendable {
    /// The port to listen on, 0 for any free one.
    package let port: Int
    /// The address to listen on.
    package let host: String
    /// Whose word is taken about where a request came from.
    package let trustedProxies: TrustedProxies
    /// How many requests a second a network may send without credentials that admit; nil for any number.
    package let strangersPerSecond: Int?
    /// The database's URI or connection string; nil for a private cluster.
    package let databaseURL: Secret<String>?
    /// The same database as the role that migrates; nil when it is the serving one.
    package let migrationURL: Secret<String>?
    /// Where people and their browsers find this deployment: scheme, host and port, without a slash at the end.
    package let publicURL: String
    /// Whether anybody may sign up.
    package let isSignUpOpen: Bool
    /// Where the private cluster and generated keys live.
    package let dataFolder: String
    /// Wraps the tenants' data keys, 32 bytes; nil when it is kept in the data folder.
    package let masterKey: Secret<[UInt8]>?
    /// Opens what is the operator's; nil when it is kept in the data folder.
    package let adminKey: Secret<String>?
    /// The way to WhatsApp.
    package let channel: ChannelName
    /// How long synchronous dialects wait for WhatsApp's acknowledgement.
    package let syncTimeout: Duration
    /// The port that /metrics has for itself, if any.
    package let adminPort: Int?
    /// Certificate and key files, if the server speaks HTTPS.
    package let tls: TLSFiles?
    /// Whether webhooks may go to http:// URLs.
    package let webhooksAllowHTTP: Bool
    /// Whether webhooks may go to addresses that are not public.
    package let allowPrivateTargets: Bool
    /// The least important lines that are logged.
    package let logLevel: Log.Level
    /// Whether the routes for tests are there.
    package let testRoutes: Bool
    /// Where tests break the server.
    package let failpoints: Failpoints
    /// Where the simulated network writes down what it saw.
    package let simulatorJournal: String?

    /// Certificate and key files in PEM.
    package struct TLSFiles: Sendable {
        /// The certificate chain.
        package let certificate: String
        /// The private key.
        package let key: String
    }

    /// How many characters an operator's key must have at least.
    package static let adminKeyLength = 32
    /// How many bytes a master key has.
    package static let masterKeyLength = 32
    /// How many requests a second may be allowed to a network without credentials; 0 is any number.
    package static let addressRateRange = 0...1_000_000
    /// What is allowed to it where nothing is said: a dashboard loads some dozen files at once.
    package static let usualAddressRate = 50
    /// How many seconds a synchronous answer may wait.
    package static let syncTimeoutRange = 1...60

    /// Reads the environment; throws every mistake at once.
    package init(_ environment: [String: String]) throws(ConfigError) {
        var reader = SettingReader(environment)
        port = reader.integer("PORT", in: 0...65_535) ?? 8080
        host = reader.text("HERALD_HOST") ?? "127.0.0.1"
        publicURL = reader.origin("HERALD_PUBLIC_URL") ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        isSignUpOpen = reader.choice("HERALD_SIGN_UP", of: ["open", "closed"]) != "closed"
        trustedProxies = reader.proxies("HERALD_TRUSTED_PROXIES")
        let addressRate = reader.integer("HERALD_ADDRESS_RATE", in: Self.addressRateRange) ?? Self.usualAddressRate
        strangersPerSecond = addressRate == 0 ? nil : addressRate
        databaseURL = reader.text("DATABASE_URL").map { Secret($0) }
        migrationURL = reader.text("HERALD_MIGRATION_URL").map { Secret($0) }
        dataFolder = reader.text("HERALD_DATA") ?? ".herald"
        masterKey = reader.base64("HERALD_MASTER_KEY", count: Self.masterKeyLength).map { Secret($0) }
        adminKey = reader.text("HERALD_ADMIN_KEY", atLeast: Self.adminKeyLength).map { Secret($0) }
        channel = reader.channel("HERALD_CHANNEL")
        syncTimeout = .seconds(reader.integer("HERALD_SYNC_TIMEOUT", in: Self.syncTimeoutRange) ?? 20)
        adminPort = reader.integer("HERALD_ADMIN_PORT", in: 1...65_535)
        let certificate = reader.text("HERALD_TLS_CERT")
        let key = reader.text("HERALD_TLS_KEY")
        if let certificate, let key {
            tls = TLSFiles(certificate: certificate, key: key)
        } else {
            tls = nil
            if certificate != nil || key != nil { reader.mistakes.append("HERALD_TLS_CERT and HERALD_TLS_KEY go together") }
        }
        webhooksAllowHTTP = reader.flag("HERALD_WEBHOOK_ALLOW_HTTP")
        allowPrivateTargets = reader.flag("HERALD_ALLOW_PRIVATE_TARGETS")
        logLevel = reader.logLevel("HERALD_LOG_LEVEL")
        testRoutes = reader.flag("HERALD_TEST_ROUTES")
        failpoints = reader.failpoints("HERALD_FAILPOINTS")
        simulatorJournal = reader.text("HERALD_SIMULATOR_JOURNAL")
        if !testRoutes, simulatorJournal != nil || reader.text("HERALD_FAILPOINTS") != nil {
            reader.mistakes.append("HERALD_FAILPOINTS and HERALD_SIMULATOR_JOURNAL need HERALD_TEST_ROUTES=1")
        }
        if testRoutes, channel != .simulator {
            reader.mistakes.append("HERALD_TEST_ROUTES=1 is refused unless HERALD_CHANNEL is simulator")
        }
        if databaseURL != nil {
            if masterKey == nil { reader.mistakes.append("HERALD_MASTER_KEY must be set where DATABASE_URL is: 32 random bytes in base64") }
            if adminKey == nil { reader.mistakes.append("HERALD_ADMIN_KEY must be set where DATABASE_URL is") }
        } else if migrationURL != nil {
            reader.mistakes.append("HERALD_MIGRATION_URL needs DATABASE_URL")
        }
        reader.refuseUnknown()
        guard reader.mistakes.isEmpty else { throw ConfigError(mistakes: reader.mistakes) }
    }
}
