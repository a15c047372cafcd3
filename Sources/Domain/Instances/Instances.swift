package import Contracts
package import Core
package import Database
package import Events

/// Links WhatsApp numbers, holds their sessions, and knows how each stands.
///
/// Owns   instances.instance, instances.device_state, instances.holder, instances.errand
/// Says   InstanceConnected, InstanceDegraded, InstanceDisconnected, InstanceLoggedOut, InstanceRemoved, InstanceChanged
/// Hears  TenantClosed, InstanceChanged
/// Needs  LimitGate, Sealing, MessageTraffic, GroupTraffic, SessionMediaSource, InstanceWebhooks, Channel, AuditTrail
package struct Instances: Sendable {
    /// Rung when the standing of some instance has changed.
    package static let changed = Topic("instances.changed")
    /// Rung when some instance wants something of its holder.
    package static let wanted = Topic("instances.wanted")

    /// Rung when some instance no longer wants the session that it has, or wants another.
    static let unwanted = Topic("instances.unwanted")

    /// What the parts of the module share; one for all, since every session refers to it.
    final class Context: Sendable {
        let database: Database
        let outbox: Outbox
        let signals: Signals
        let doorbell: Doorbell
        let sealing: any Sealing
        let trail: any AuditTrail
        let runtime: Runtime
        let standings: Standings
        let held = HeldSessions()

        init(database: Database, outbox: Outbox, signals: Signals, doorbell: Doorbell, sealing: any Sealing, trail: any AuditTrail, runtime: Runtime)
        {
            self.database = database
            self.outbox = outbox
            self.signals = signals
            self.doorbell = doorbell
            self.sealing = sealing
            self.trail = trail
            self.runtime = runtime
            standings = Standings(clock: runtime.clock, metrics: runtime.metrics)
        }

        var clock: any Clock { runtime.clock }
    }

    let context: Context
    let limits: any LimitGate
    let channel: ChannelName

    /// The module; instances that are no sandbox reach WhatsApp through `channel`.
    package init(
        channel: ChannelName, database: Database, outbox: Outbox, signals: Signals, doorbell: Doorbell, limits: any LimitGate,
        sealing: any Sealing, trail: any AuditTrail, runtime: Runtime
    ) {
        self.channel = channel
        self.limits = limits
        context = Context(
            database: database, outbox: outbox, signals: signals, doorbell: doorbell, sealing: sealing, trail: trail,
            runtime: runtime)
    }

    /// The services that this module runs: whoever holds sessions and does errands on them, and what keeps the memory of standings fresh. `ports`
    /// are told of sessions and of what happens to messages and groups on them; `errands` are those that other modules ask for; tasks run on `executor`.
    package func services(
        channels: [any Channel], ports: SessionPorts, errands: [any Errand.Type] = [], executor: (any TaskExecutor)? = nil
    ) -> [any Service] {
        [
            StandingsRefresher(context: context, executor: executor),
            SessionKeeper(context: context, channels: channels, ports: ports, executor: executor),
            ErrandRunner(
                context: context, kinds: [TypedCode.self, PasskeyAnswer.self, SandboxString.self, SandboxGathering.self] + errands, executor: executor
            ),
        ]
    }
}
