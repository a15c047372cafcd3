import Contracts
import Core

/// What a `HolderID` names: one process's time as a holder of sessions, from its start or the loss of its last lease.
enum Holder {}
typealias HolderID = ID<Holder>

/// The right to an instance's session. Worth nothing once the row names another holder or a greater fence.
struct Claim: Sendable, Hashable {
    let instance: InstanceReference
    let holder: HolderID
    let fence: Int64
}

/// What an instance's row says to its holder.
struct Order: Sendable, Hashable {
    let claim: Claim
    let channel: ChannelName
    let wish: Wish
    let asked: Int64
}
