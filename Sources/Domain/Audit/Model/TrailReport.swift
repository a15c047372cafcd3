package import Core

/// What was found about a trail.
package struct TrailReport: Sendable {
    /// How many faults are told of one trail.
    package static let faultLimit = 100

    /// Whose it is; nil is the operator's.
    package let tenant: TenantID?
    /// Where it ends.
    package var end: TrailEnd
    /// What is wrong with it, the first `faultLimit` of it.
    package private(set) var faults: [TrailFault] = []
    /// The code of the first entry; nil without one.
    var beginning: [UInt8]?

    init(of tenant: TenantID?) {
        self.tenant = tenant
        end = TrailEnd(entries: 0, hash: Head.nothing)
    }

    mutating func find(_ fault: TrailFault) {
        if faults.count < Self.faultLimit { faults.append(fault) }
    }
}

/// Where a trail ends: kept elsewhere, it is proof that up to there nothing was changed since.
package struct TrailEnd: Sendable, Hashable {
    /// How many entries there are.
    package let entries: Int64
    /// The code of the last.
    package let hash: [UInt8]

    /// Puts them together.
    package init(entries: Int64, hash: [UInt8]) {
        self.entries = entries
        self.hash = hash
    }
}
