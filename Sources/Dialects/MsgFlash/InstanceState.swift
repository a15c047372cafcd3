import API
import Contracts
import Instances

/// How an instance stands at this moment (contract MF-13).
struct InstanceState: Sendable {
    var id: InstanceID
    var status: Values.Status
    var provider: ProviderState

    static let shape = Shape.object(
        { InstanceState(id: $0, status: $1, provider: $2) },
        Field("instanceId", \.id, .identifier()),
        Field("status", \.status, .choice(), "Whether it can send"),
        Field("providerState", \.provider, .choice(), "What the connection to WhatsApp says of itself, asked now")
    ).named("InstanceState")

    static let example = InstanceState(id: InstanceResource.example.id, status: .connected, provider: .open)
}
