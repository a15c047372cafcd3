import HTTP

/// What inputs are read from.
package struct Incoming: Sendable {
    let request: HTTPRequest
    let names: [String]
    /// The decoded parameters of the path, in the order of `names`.
    let values: [String]
    /// The content, where the route takes it whole; empty elsewhere.
    let body: [UInt8]

    func pathParameter(_ name: String) -> String? {
        names.firstIndex(of: name).map { values[$0] }
    }
}

/// How large contents may be where a route says nothing else.
package enum BodyLimit {
    /// JSON, in bytes.
    package static let json = 1024 * 1024
}
