import Core

/// How far a chain was followed, and what must come next.
struct Walk {
    let key: TrailKey
    let noted: TrailEnd?
    /// The number of the last entry that was seen.
    private(set) var sequence: Int64 = 0
    /// Its code; nil where it is missing, and nothing can be said of the entry that follows.
    private var hash: [UInt8]? = Head.nothing

    init(key: TrailKey, noted: TrailEnd?) {
        self.key = key
        self.noted = noted
    }

    /// Looks at the next entry that is there.
    mutating func step(_ entry: Entry, _ found: [UInt8], _ report: inout TrailReport) {
        if entry.sequence > sequence + 1 {
            report.find(.missing(sequence + 1...entry.sequence - 1))
            hash = nil
        }
        if let hash, key.code(of: entry, after: hash) != found { report.find(.changed(entry.sequence)) }
        if let noted, noted.entries == entry.sequence, noted.hash != found { report.find(.otherThanNoted(noted.entries)) }
        if entry.sequence == 1 { report.beginning = found }
        sequence = entry.sequence
        hash = found
        report.end = TrailEnd(entries: sequence, hash: found)
    }

    /// Looks whether the end is where it should be.
    func finish(_ end: (head: Head, seal: [UInt8])?, of tenant: TenantID, _ report: inout TrailReport) {
        if let noted, noted.entries > sequence { report.find(.otherThanNoted(noted.entries)) }
        guard let (head, seal) = end else {
            if sequence > 0 { report.find(.endMissing) }
            return
        }
        if head.sequence > sequence { report.find(.cutAfter(sequence, of: head.sequence)) }
        if head.sequence < sequence { report.find(.added(head.sequence + 1)) }
        if !key.isWhole(head, of: tenant, sealed: seal) || (head.sequence == sequence && head.hash != hash ?? head.hash) {
            report.find(.endChanged)
        }
    }
}
