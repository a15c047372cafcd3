/// The public APIs that Herald speaks, as documents and webhook endpoints name them.
package enum DialectName: String, Sendable, CaseIterable, Hashable {
    case flareSendV1 = "flaresend-v1"
    case flareSendV2 = "flaresend-v2"
    case sessions
    case msgFlash = "msgflash"
    case flowIQ = "flowiq"
    case native
    case admin
}
