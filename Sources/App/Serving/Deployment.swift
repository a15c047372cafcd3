import API
package import Accounts
package import Audit
package import Auth
package import Billing
package import Campaigns
import ChannelSimulator
package import Contracts
package import Core
package import Crypto
package import Database
import Events
import FlareSendV2
package import Groups
import HTTP
import Idempotency
package import Instances
package import Media
package import Messaging
import Native
import Net
package import Numbers
package import Webhooks

/// A whole Herald in one process: every part made and wired, in the order in which they start.
package final class Deployment: Sendable {
    /// Makes tenants.
    package let accounts: Accounts
    /// Knows plans and counts.
    package let billing: Billing
    /// Knows tenants.
    package let tenants: any TenantDirectory
    /// Writes down who did what.
    package let audit: Audit
    /// Issues and admits keys.
    package let auth: Auth
    /// Links numbers.
    package let instances: Instances
    /// Sends messages.
    package let messaging: Messaging
    /// Keeps files.
    package let media: Media
    /// Asks about groups.
    package let groups: Groups
    /// Knows who is on WhatsApp.
    package let numbers: Numbers
    /// Writes to many.
    package let campaigns: Campaigns
    /// Posts news.
    package let webhooks: Webhooks
    /// The brackets, for tests that look at rows.
    package let database: Database

    /// The APIs that are spoken.
    let dialects: [Dialect]
    private let loops: EventLoopGroup
    private let writing: EventLoop
    private let client: HTTPClient
    private let fetcher: HTTPClient
    private let resolver: Resolver
    private let server: HTTPServer
    private let services: ServiceGroup
    private let readiness: Readiness

    /// Wires everything; nothing runs yet. `service` is the login that has no rights but through the brackets. Tests hash `passwords` cheaply.
    package init(
        _ config: Config, service: ConnectionSettings, master: Secret<[UInt8]>, admin: Secret<String>,
        passwords: PasswordParameters = .current, runtime: Runtime
    ) throws {
        let loops = EventLoopGroup(count: EventLoopGroup.processorCount)
        // The writer has a loop to itself: while it answered requests too, PostgreSQL waited for the next batch until they were done.
        let writing = EventLoop(name: "writer")
        let background = loops.loops[loops.loops.count - 1]
        let doorbell = Doorbell(service, runtime: runtime)
        let database = Database(service, doorbell: doorbell, runtime: runtime)
        let writer = Writer(settings: service, loop: writing, runtime: runtime)
        let subscriptions = Subscriptions()
        let outbox = Outbox(subscriptions, runtime: runtime)
        guard let masterKey = SymmetricKey(master.reveal), let operatorAnswersKey = Keyring.operatorAnswersKey(under: master) else {
            throw ConfigError(mistakes: ["HERALD_MASTER_KEY must be \(Config.masterKeyLength) bytes"])
        }

        let audit = Audit(database: database, key: Keyring.trailKey(under: master), runtime: runtime)
        let billing = Billing(database: database, outbox: outbox, trail: audit, runtime: runtime)
        let pace = PaceKeeper(billing: billing, doorbell: doorbell, strangersPerSecond: config.strangersPerSecond, runtime: runtime)
        let tenants = Tenants(database: database, doorbell: doorbell, runtime: runtime)
        let watch = TenantWatch(database: database, doorbell: doorbell, runtime: runtime)
        let dataKeys = DataKeys(database: database, masterKey: masterKey, runtime: runtime)
        let idempotency = Idempotency(
            database: database, writer: writer, sealing: dataKeys, operatorKey: operatorAnswersKey, runtime: runtime)
        let auth = Auth(database: database, tenants: tenants, limits: billing, trail: audit, runtime: runtime)
        let instances = Instances(
            channel: config.channel, database: database, outbox: outbox, signals: Signals(), doorbell: doorbell, limits: billing,
            sealing: dataKeys, trail: audit, runtime: runtime)
        let campaigns = Campaigns(database: database, doorbell: doorbell, directory: instances, tenants: tenants, trail: audit, runtime: runtime)
        let network = SimulatedNetwork(
            runtime: runtime, executor: background, journal: try config.simulatorJournal.map { try Journal($0).append })
        let channels = [SimulatorChannel(network: network)]
        let messaging = Messaging(
            database: database, writer: writer, doorbell: doorbell, outbox: outbox, directory: instances, tenants: tenants,
            quota: billing, records: idempotency, optOuts: campaigns, channels: channels, executor: background, runtime: runtime)
        let policy = HTTPClientPolicy(
            schemes: config.webhooksAllowHTTP ? [.https, .http] : [.https], publicAddressesOnly: !config.allowPrivateTargets)
        let resolver = Resolver()
        let client = HTTPClient(
            loops: loops.loops, resolver: resolver, tls: try TLSContext.client(), policy: policy, clock: runtime.clock)
        let fetcher = HTTPClient(
            loops: loops.loops, resolver: resolver, tls: try TLSContext.client(),
            policy: HTTPClientPolicy(
                schemes: [.https, .http], publicAddressesOnly: !config.allowPrivateTargets, ports: config.allowPrivateTargets ? nil : [80, 443]),
            clock: runtime.clock)
        let media = Media(
            database: database, limits: billing, client: fetcher, linkKey: Keyring.linkKey(under: master), runtime: runtime)
        let groups = Groups(database: database, directory: instances, errands: instances, tenants: tenants, trail: audit, runtime: runtime)
        let numbers = Numbers(database: database, directory: instances, errands: instances, runtime: runtime)
        let webhooks = Webhooks(
            database: database, writer: writer, doorbell: doorbell, directory: instances, tenants: tenants, sealing: dataKeys, limits: billing,
            voices: [NativeVoice(), FlareSendV2Voice()], client: client, policy: policy, executor: background, trail: audit,
            runtime: runtime)

        accounts = Accounts(
            database: database, tenants: tenants, passwords: PasswordHasher(parameters: passwords, chance: runtime.chance),
            masterKey: masterKey, plans: billing, keys: auth, tokens: auth, defaults: instances,
            holdings: [auth, instances, messaging, media, groups, numbers, campaigns, webhooks, billing, idempotency, OutboxHolding(), audit],
            outbox: outbox,
            publicURL: config.publicURL,
            isSignUpOpen: config.isSignUpOpen, trail: audit, runtime: runtime)

        instances.subscribe(to: subscriptions)
        messaging.subscribe(to: subscriptions)
        groups.subscribe(to: subscriptions)
        numbers.subscribe(to: subscriptions)
        campaigns.subscribe(to: subscriptions)
        webhooks.subscribe(to: subscriptions)
        subscriptions.freeze()
        let relay = Relay(subscriptions, database: database, doorbell: doorbell, runtime: runtime)

        let deadEvents = DeadEvents(database: database) { filter, replay, tx in
            try audit.record(AuditEntry(replaying: filter, replay), in: tx)
        }
        let readiness = Readiness(database: database)
        dialects = Dialects.all(
            Dialects.Parts(
                accounts: accounts, auth: auth, billing: billing, audit: audit, instances: instances, messaging: messaging, media: media,
                groups: groups,
                numbers: numbers, campaigns: campaigns, webhooks: webhooks, deadEvents: deadEvents, sandbox: network,
                patience: config.syncTimeout),
            operations: Operations(config: config, admin: admin, metrics: runtime.metrics, readiness: readiness))
        let gate = Gate(
            admission: Admittance(auth: auth, watch: watch), operatorKey: OperatorKey(admin).check, pacing: pace,
            interceptors: [OperatorsLook(auth: auth), IdempotentCalls(idempotency: idempotency)])
        let tls = try config.tls.map { try TLSContext.server(certificate: $0.certificate, key: $0.key) }
        let (open, own) = Dialects.divided(dialects, hasOwnPort: config.adminPort != nil, admin: admin, metrics: runtime.metrics)
        let responder = try APIResponder(dialects: open, gate: gate, trustedProxies: config.trustedProxies, runtime: runtime)
        server = HTTPServer(
            address: try Listening.address(config.host, config.port), loops: loops, responder: responder, tls: tls, runtime: runtime)
        var running: [any Service] = [writer, doorbell, tenants, watch, auth] + billing.services + [pace, relay]
        running += instances.services(
            channels: channels, ports: SessionPorts(traffic: messaging, groups: groups, media: media),
            errands: Groups.errands + Numbers.errands, executor: background)
        running += messaging.services + webhooks.services + accounts.services(executor: background) + media.services(executor: background)
        running += campaigns.services(messages: messaging, executor: background) + numbers.services(executor: background)
        running += idempotency.services(executor: background)
        if let port = config.adminPort {
            let operators = try APIResponder(dialects: own, gate: gate, trustedProxies: config.trustedProxies, runtime: runtime)
            let listener = HTTPServer(
                name: "admin", address: try Listening.address(config.host, port), loops: loops, responder: operators, tls: tls, runtime: runtime)
            running.append(listener)
        }
        running.append(server)
        services = ServiceGroup(running, runtime: runtime)
        (self.loops, self.writing, self.client, self.fetcher, self.resolver, self.readiness) = (
            loops, writing, client, fetcher, resolver, readiness
        )
        (self.billing, self.audit, self.tenants) = (billing, audit, tenants)
        (self.media, self.groups, self.numbers, self.campaigns) = (media, groups, numbers, campaigns)
        (self.auth, self.instances, self.messaging, self.webhooks, self.database) = (auth, instances, messaging, webhooks, database)
    }

    /// Starts everything; when it returns, requests are answered. Throws what could not be started, with nothing left running.
    package func start() async throws {
        loops.start()
        writing.start()
        do {
            try await services.start()
        } catch {
            await end()
            throw error
        }
        readiness.set(true)
    }

    /// Says that it is not ready any more, drains everything in reverse order, and returns.
    package func stop() async {
        readiness.set(false)
        await services.stop()
        await end()
    }

    /// Where it listens, once started.
    package var port: Int { server.port }

    /// The APIs as documents describe them; nothing is connected to.
    static func describedDialects() throws -> [Dialect] {
        try Deployment(
            Config([:]), service: ConnectionSettings(""), master: Secret([UInt8](repeating: 0, count: Config.masterKeyLength)),
            admin: Secret(""), runtime: Runtime(log: Log(level: .error, sink: StandardErrorSink()))
        ).dialects
    }

    /// Lets go of what was used without ever starting.
    func abandon() async { await database.close() }

    private func end() async {
        await client.stop()
        await fetcher.stop()
        await database.close()
        loops.stop()
        writing.stop()
    }
}
