package import Contracts

/// WhatsApp without a phone: sessions on a network that lives in this process and follows the sandbox's script.
package struct SimulatorChannel: Channel {
    private let network: SimulatedNetwork

    /// A channel to that network.
    package init(network: SimulatedNetwork) { self.network = network }

    package var name: ChannelName { .simulator }

    package var abilities: ChannelAbilities {
        ChannelAbilities(contents: Set(MessageContent.Kind.allCases), pairs: true, groups: true, repeatable: true, pacing: .simulated)
    }

    package func open(
        _ instance: InstanceReference, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) async -> any Session {
        network.open(instance, vault: vault, media: media, observer: observer)
    }
}
