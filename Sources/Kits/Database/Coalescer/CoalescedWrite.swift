package import Core

/// One kind of hot write: how many callers' items become one multi-row statement.
///
/// The statement must be harmless when its rows are there already: either it fails on a unique key (then give a `resendStatement` that does
/// nothing instead), or it does nothing itself. For a frozen connection may come to life and commit after its batch was sent again on another.
package protocol CoalescedWrite: Sendable {
    /// What one caller hands in.
    associatedtype Item: Sendable
    /// What one caller gets back.
    associatedtype Outcome: Sendable

    /// Lower case with underscores, unique among all writes: the metric's label, the prepared statement's name, and the order in which one
    /// tenant's statements run.
    static var name: String { get }
    /// The statement; always the same number of parameters however many items there are (`unnest` of arrays).
    var statement: PreparedText { get }
    /// Takes the same parameters and is used instead when it is unknown whether the items are committed already; nil when the statement itself
    /// may be repeated.
    var resendStatement: PreparedText? { get }

    /// How many rows the item stands for, at least 1; what the limits count.
    func weight(of item: Item) -> Int
    /// About how many bytes the item takes in a statement; what the limits count.
    func size(of item: Item) -> Int
    /// Appends the statement's parameters for these items, all of one tenant, in the order in which they were handed in.
    func encode(_ items: [Item], tenant: TenantID, into parameters: inout BinaryParameters)
    /// One outcome per item, in the items' order.
    func outcomes(of items: [Item], from result: borrowing BatchRows) throws -> [Outcome]
}

extension CoalescedWrite {
    package var resendStatement: PreparedText? { nil }

    package func weight(of item: Item) -> Int { 1 }

    package func size(of item: Item) -> Int { weight(of: item) * WriterLimits.assumedRowSize }
}

extension CoalescedWrite where Outcome == Void {
    package func outcomes(of items: [Item], from result: borrowing BatchRows) throws -> [Void] {
        Array(repeating: (), count: items.count)
    }
}
