/// One setting: its name in the environment, and what `herald --help` and the README say of it.
package struct Setting: Sendable {
    /// The name in the environment; `NAME_FILE` names a file to read it from instead.
    package let name: String
    /// What is used where it is not set, for people.
    package let fallback: String
    /// What it does, one sentence.
    package let meaning: String

    /// Every setting there is, in the order in which they are explained.
    package static let all: [Setting] = [
        Setting(name: "PORT", fallback: "8080", meaning: "The port to listen on."),
        Setting(name: "HERALD_HOST", fallback: "127.0.0.1", meaning: "The address to listen on."),
        Setting(
            name: "HERALD_PUBLIC_URL", fallback: "http://HERALD_HOST:PORT",
            meaning: "Where people's browsers find this deployment; what links in invitations begin with."),
        Setting(name: "HERALD_SIGN_UP", fallback: "open", meaning: "open lets anybody make a tenant on the plan `free`; closed does not."),
        Setting(
            name: "HERALD_TRUSTED_PROXIES", fallback: "none",
            meaning:
                "Addresses and ranges, comma-separated, whose X-Forwarded-For is believed; guesses and whatever else comes without a key are counted by address."
        ),
        Setting(
            name: "HERALD_ADDRESS_RATE", fallback: "50",
            meaning: "Requests a second that an address may send without valid credentials, ten seconds' worth at once; 0 for any number."),
        Setting(
            name: "DATABASE_URL", fallback: "a private cluster",
            meaning: "A PostgreSQL 15 or newer, as URI or libpq connection string; without it Herald runs a private one in its data folder."),
        Setting(
            name: "HERALD_MIGRATION_URL", fallback: "DATABASE_URL",
            meaning: "The same database as a role that may create schemas and roles, where the serving role may not."),
        Setting(name: "HERALD_DATA", fallback: ".herald", meaning: "The data folder: private cluster and generated keys."),
        Setting(
            name: "HERALD_MASTER_KEY", fallback: "generated with the private cluster",
            meaning: "32 bytes in base64 that wrap the tenants' data keys."),
        Setting(
            name: "HERALD_ADMIN_KEY", fallback: "generated with the private cluster", meaning: "The operator's key, at least 32 characters."),
        Setting(name: "HERALD_CHANNEL", fallback: "simulator", meaning: "The way to WhatsApp; this version has `simulator`."),
        Setting(
            name: "HERALD_SYNC_TIMEOUT", fallback: "20",
            meaning: "How many seconds FlareSend's and FlowIQ's answers wait for WhatsApp's acknowledgement, 1 to 60."),
        Setting(
            name: "HERALD_ADMIN_PORT", fallback: "none",
            meaning: "A port of its own for the operator: /admin/v1 and /metrics, which then are nowhere else."),
        Setting(
            name: "HERALD_TLS_CERT", fallback: "none", meaning: "A certificate chain in PEM; with HERALD_TLS_KEY the server speaks HTTPS."),
        Setting(name: "HERALD_TLS_KEY", fallback: "none", meaning: "The certificate's private key in PEM."),
        Setting(name: "HERALD_WEBHOOK_ALLOW_HTTP", fallback: "0", meaning: "1 lets webhooks go to http:// URLs; for local work."),
        Setting(
            name: "HERALD_ALLOW_PRIVATE_TARGETS", fallback: "0",
            meaning: "1 lets webhooks go to addresses that are not public; for local work."),
        Setting(name: "HERALD_LOG_LEVEL", fallback: "info", meaning: "debug, info, warning or error."),
        Setting(
            name: "HERALD_TEST_ROUTES", fallback: "0",
            meaning: "1 mounts /__echo and honours the next two; refused unless the channel is the simulator."),
        Setting(name: "HERALD_FAILPOINTS", fallback: "none", meaning: "Where tests break the server: name=action[@n], comma-separated."),
        Setting(
            name: "HERALD_SIMULATOR_JOURNAL", fallback: "none", meaning: "A file that gets a line for each message the simulated network saw."),
    ]
}
