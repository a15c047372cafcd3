/// Where sessions and what happens on them go, as far as messages are concerned. Offered by Messaging.
package protocol MessageTraffic: Sendable {
    /// The session can take messages now; called again after every reconnection.
    func connected(_ session: any Session, of instance: InstanceReference, abilities: ChannelAbilities) async
    /// The session cannot take messages any more; what is under way counts as unknown until it is connected again.
    func disconnected(_ instance: InstanceReference) async
    /// Keeps what happened to messages, in order; returns once durable. Other happenings are not handed here.
    func take(_ happenings: [Happening], of instance: InstanceReference) async throws
}
