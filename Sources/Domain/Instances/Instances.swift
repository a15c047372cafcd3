package import Contracts
package import Core
package import Database
package import Events

/// Links WhatsApp numbers, holds their sessions, and knows how each stands.
///
/// Owns   instances.instance, instances.device_state, instances.holder, instances.errand
/// Says   InstanceConnected, InstanceDegraded, InstanceDisconnected, InstanceLoggedOut, InstanceRemoved, InstanceChanged
/// Hears  InstanceChanged
/// Needs  LimitGate, Sealing, MessageTraffic, InstanceWebhooks, Channel
package struct Instances: Sendable {
    /// Rung when the standing of some instance has changed.
    package static let changed = Topic("instances.changed")
    /// Rung when some instance wants something of its holder.
    package static let wanted = Topic("instances.wanted")

    /// What the parts of the module share.
    struct Context: Sendable {
        let database: Database
        let outbox: Outbox
        let signals: Signals
        let doorbell: Doorbell
        let sealing: any Sealing
        let runtime: Runtime
        let standings: Standings
        let held = HeldSessions()

        var clock: any Clock { runtime.clock }
    }

    let context: Context
    let limits: any LimitGate
    let channel: ChannelName

    /// The module; instances that are no sandbox reach WhatsApp through `channel`.
    package init(
        channel: ChannelName, database: Database, outbox: Outbox, signals: Signals, doorbell: Doorbell, limits: any LimitGate,
        sealing: any Sealing, runtime: Runtime
    ) {
        self.channel = channel
        self.limits = limits
        context = Context(
            database: database, outbox: outbox, signals: signals, doorbell: doorbell, sealing: sealing, runtime: runtime,
            standings: Standings(clock: runtime.clock, metrics: runtime.metrics))
    }

    /// The services that this module runs: whoever holds sessions, and what keeps the memory of standings fresh. `traffic` is told of sessions
    /// and of what happens to messages on them; tasks run on `executor`.
    package func services(
        channels: [any Channel], traffic: any MessageTraffic, executor: (any TaskExecutor)? = nil
    ) -> [any Service] {
        [
            StandingsRefresher(context: context, executor: executor),
            SessionKeeper(context: context, channels: channels, traffic: traffic, executor: executor),
        ]
    }
}
