import Contracts
import Core
import Events

extension AuditEntry {
    /// That the operator put events back on their way: in the tenant's trail where they were one tenant's, else in his own.
    init(replaying filter: DeadEventFilter, _ replay: Replay) {
        var facts = [JSON.Member("deliveries", .integer(Int64(replay.count)))]
        if let subscriber = filter.subscriber { facts.append(JSON.Member("subscriber", .string(subscriber))) }
        if let name = filter.name { facts.append(JSON.Member("event", .string(name))) }
        self.init(.eventReplayed, filter.id.map { "event:\($0)" }, of: replay.tenant, after: .object(facts))
    }
}
