import Contracts
import Core
import Crypto

/// What codes and seals are made with. Every field is preceded by whether it is there and how long it is: no two entries have the same bytes.
struct TrailKey: Sendable {
    private static let entryLabel = "herald audit entry v1"
    private static let headLabel = "herald audit head v1"

    private let key: Secret<[UInt8]>

    init(_ key: Secret<[UInt8]>) { self.key = key }

    /// The code of an entry that follows the one with the code `previous`.
    func code(of entry: Entry, after previous: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: Self.entryLabel.utf8)
        bytes.append(contentsOf: previous)
        entry.tenant.appendRaw(to: &bytes)
        bytes.append(number: entry.sequence)
        entry.id.appendRaw(to: &bytes)
        bytes.append(number: entry.at.microseconds)
        bytes.append(field: entry.action)
        bytes.append(field: entry.actor)
        bytes.append(id: entry.actorID)
        bytes.append(id: entry.person)
        bytes.append(field: entry.subject)
        bytes.append(field: entry.before)
        bytes.append(field: entry.after)
        bytes.append(field: entry.address)
        bytes.append(id: entry.request)
        return Signature.hmacSHA256(key: key.reveal, bytes)
    }

    /// The seal of a chain's end.
    func seal(of head: Head, of tenant: TenantID) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(contentsOf: Self.headLabel.utf8)
        tenant.appendRaw(to: &bytes)
        bytes.append(number: head.sequence)
        bytes.append(contentsOf: head.hash)
        bytes.append(number: head.refusalsSince.microseconds)
        bytes.append(number: Int64(head.refusals))
        bytes.append(number: head.leftOut)
        return Signature.hmacSHA256(key: key.reveal, bytes)
    }

    /// Whether the seal is that of the chain's end.
    func isWhole(_ head: Head, of tenant: TenantID, sealed seal: [UInt8]) -> Bool {
        ConstantTime.equal(seal, self.seal(of: head, of: tenant))
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int64) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(field text: String?) {
        guard let text else { return append(0) }
        append(1)
        append(number: Int64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func append<Kind>(id: ID<Kind>?) {
        guard let id else { return append(0) }
        append(1)
        id.appendRaw(to: &self)
    }
}
