package import Contracts
import Core
import Database

/// What sessions tell keeps true what is remembered.
extension Groups: GroupTraffic {
    package func take(_ happenings: [GroupHappening], of instance: InstanceReference) async throws {
        let now = runtime.clock.now
        // Of several things about one group the last one counts.
        var latest: [JID: JSON?] = [:]
        for happening in happenings {
            switch happening {
            case .group(let group): latest[group.id] = .some(group.json)
            case .left(let group, _): latest[group] = .some(nil)
            }
        }
        let changes = latest.map { ($0.key, $0.value) }
        try await database.write(as: instance.tenant) { tx in try GroupStore.keep(changes, of: instance, at: now, in: tx) }
    }
}
