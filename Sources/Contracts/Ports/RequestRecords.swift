/// The records of requests that came with an idempotency key. Offered by Idempotency, for statements that accept many requests at once and
/// write their records with them.
package protocol RequestRecords: Sendable {
    /// Idempotency's SQL function that writes the records of the requests which were granted: `(tenant uuid, keys text[], fingerprints bytea[],
    /// requests uuid[], batches uuid[], at timestamptz[], until timestamptz[], granted boolean[]) returns bigint`. It breaks `rule` where
    /// there is a record of that key already.
    var remembering: StaticString { get }

    /// The rule of the schema that is broken then.
    var rule: String { get }
}
