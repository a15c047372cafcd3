import Contracts
import Core
import Database

/// What one claim on an instance may keep: sealed, bound to its row, and written only while the claim is worth something.
struct Vault: DeviceVault {
    let claim: Claim
    let context: Instances.Context

    func load(_ names: [String]) async throws -> [String: [UInt8]] {
        let instance = claim.instance
        let kept = try await context.database.read(as: instance.tenant) { tx in try DeviceStateStore.load(names, of: instance, in: tx) }
        var values: [String: [UInt8]] = [:]
        for (name, sealed) in kept {
            values[name] = try await context.sealing.open(sealed, for: instance.tenant, context: Instances.Context.place(of: name, in: instance.id))
        }
        return values
    }

    func store(_ changes: [String: [UInt8]?]) async throws {
        let instance = claim.instance
        var kept: [(name: String, sealed: [UInt8])] = []
        var forgotten: [String] = []
        // In one order for all, so that two of them never wait for each other's rows.
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            guard let value else {
                forgotten.append(name)
                continue
            }
            let place = Instances.Context.place(of: name, in: instance.id)
            kept.append((name, try await context.sealing.seal(value, for: instance.tenant, context: place)))
        }
        let (saved, removed) = (kept, forgotten)
        try await context.database.write(as: instance.tenant) { tx in
            guard try InstanceStore.lock(claim, in: tx) != nil else { throw LeaseLost() }
            try DeviceStateStore.save(saved, of: instance, at: context.clock.now, in: tx)
            try DeviceStateStore.forget(removed, of: instance, in: tx)
        }
    }
}

/// The claim has passed to somebody else: whoever acted on it stops without another word.
struct LeaseLost: Error {}
