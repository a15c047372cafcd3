/// How urgent a message is: each instance sends what is transactional before what is bulk.
package enum MessageLane: String, Sendable, CaseIterable, Hashable {
    /// Somebody waits for it. What is said when nothing is.
    case transactional
    /// Campaigns and the like. Never sent to a number that has opted out.
    case bulk
}
