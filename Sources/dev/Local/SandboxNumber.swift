import Foundation

/// The tenant's first instance on the simulated WhatsApp, linked, so that a first message can be sent at once.
struct SandboxNumber: Sendable {
    static let name = "demo"
    static let number = "254700000001"
    /// Making, pairing and connecting take well under a second.
    static let deadline: TimeInterval = 20
    /// Between two looks, in microseconds.
    static let pause: UInt32 = 250_000

    let id: String

    /// The one that is there or a new one, connected.
    static func link(_ api: API, number: String = Self.number) throws(Failure) -> SandboxNumber {
        let listed = try api.call("GET", "/v1/instances?limit=100")["data"] as? [[String: Any]] ?? []
        let known = listed.first { $0["name"] as? String == name }
        let found = if let known { known } else { try api.call("POST", "/v1/instances", #"{"name":"\#(name)"}"#) }
        guard let id = found["id"] as? String else { throw Failure("an instance without an id: \(found)") }
        try connect(id, number, api)
        return SandboxNumber(id: id)
    }

    private static func connect(_ id: String, _ number: String, _ api: API) throws(Failure) {
        let end = Date().addingTimeInterval(deadline)
        var status = ""
        while Date() < end {
            status = try api.call("GET", "/v1/instances/\(id)")["status"] as? String ?? ""
            switch status {
            case "connected": return
            case "pairing": try api.call("POST", "/v1/sandbox/instances/\(id)/scan", #"{"number":"\#(number)"}"#)
            case "created", "logged_out", "disconnected": try api.call("POST", "/v1/instances/\(id)/connect")
            default: break  // on its way
            }
            // Slower than the demo tenant's plan allows: two requests a turn, ten a second.
            usleep(pause)
        }
        throw Failure("the demo instance did not connect within \(Int(deadline)) s; it is '\(status)'")
    }
}
