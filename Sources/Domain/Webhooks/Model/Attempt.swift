import Core

/// One try to deliver, as it is remembered and shown.
struct Attempt: Sendable, Hashable {
    /// How much of an answer is remembered, in bytes.
    static let excerptLimit = 256

    let at: Instant
    let duration: Duration
    /// The status of the answer, if there was one.
    let status: Int?
    /// What went wrong, if there was no answer or not the right one.
    let failure: String?
    let excerpt: String
    /// The receiver's `Retry-After`, if it was a number of seconds.
    let retryAfter: Duration?

    /// Any 2xx is an acknowledgement.
    var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
    /// The receiver wants no more.
    var isGone: Bool { status == 410 }

    var json: JSON {
        [
            "at": .string(at.description), "status_code": status.map { .integer(Int64($0)) } ?? .null,
            "duration_ms": .integer(duration.inMilliseconds), "failure": .optional(failure), "response_excerpt": .string(excerpt),
        ]
    }
}
