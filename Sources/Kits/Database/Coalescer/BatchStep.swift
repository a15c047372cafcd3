import Core

/// One thing that is sent for a batch and answered in turn.
enum BatchStep: Equatable {
    /// Role and tenant for the segments that follow.
    case scope(TenantID)
    /// The preparation of the write of that name.
    case prepare(String)
    /// The statement of the segment at that place.
    case segment(Int)
    /// The end of the transaction.
    case commit
}

/// What PostgreSQL refused, and why.
struct BatchError {
    let step: BatchStep
    let failure: BatchFailure
    let error: DatabaseError
}
