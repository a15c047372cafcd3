import Contracts
import Core
import Database

/// A request that came with an idempotency key, and what is written down of it.
struct Keyed<Request: Sendable>: Sendable {
    let request: Request
    let mark: UndertakingMark
}

/// What is written down of a batch of requests that came with keys, column by column, as `RequestRecords.remembering` takes it.
enum MarkColumns {
    /// The types of what `append` appends: keys, fingerprints, requests, batches, when they came, until when they are known.
    static let types: [ParameterType] = [
        .array(.text), .array(.bytea), .array(.uuid), .array(.uuid), .array(.timestamptz), .array(.timestamptz),
    ]

    static func append(_ marks: [(mark: UndertakingMark, batch: BatchID)], to parameters: inout BinaryParameters) {
        parameters.appendTexts(marks.map(\.mark.key))
        parameters.appendByteas(marks.map(\.mark.fingerprint))
        parameters.appendUUIDs(marks.map(\.mark.request))
        parameters.appendUUIDs(marks.map(\.batch))
        parameters.appendInstants(marks.map(\.mark.createdAt))
        parameters.appendInstants(marks.map(\.mark.expiresAt))
    }
}
