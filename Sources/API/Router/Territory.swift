package import HTTP

/// What is one dialect's among all requests: the hosts that are its own, and the paths that it claims, with everything below them.
package struct Territory: Sendable, Hashable {
    /// Host names whose requests are the dialect's whatever their path: a name, or `*.` and a domain.
    package let hosts: [String]
    /// The paths.
    package let claims: [Claim]

    /// Puts a territory together.
    package init(hosts: [String] = [], _ claims: [Claim] = []) {
        self.hosts = hosts
        self.claims = claims
    }

    /// One path of a dialect. Where several dialects claim it, a claim with a method wins over one with a header, and that over one with
    /// neither; the longer path wins over the shorter.
    ///
    /// Only whether a header is there counts, never its value: a wrong key must be refused in the shape of the dialect it was meant for.
    package struct Claim: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The path, in literal segments.
        package let path: String
        /// The one method that is claimed, and then at this very path only; nil for all, and everything below.
        package let method: HTTPMethod?
        /// The header that has to be there.
        package let present: String?
        /// The header that must not be there.
        package let absent: String?

        /// A path and everything below it: of requests with the header `present` and without `absent`, where they are given.
        package init(_ path: String, with present: String? = nil, without absent: String? = nil) {
            self.init(nil, path, present, absent)
        }

        /// One method of one path.
        package init(_ method: HTTPMethod, _ path: String) {
            self.init(method, path, nil, nil)
        }

        package init(stringLiteral path: String) { self.init(path) }

        private init(_ method: HTTPMethod?, _ path: String, _ present: String?, _ absent: String?) {
            precondition(path.hasPrefix("/") && !path.hasSuffix("/") && !path.contains("{"), "no path to claim: \(path)")
            self.path = path
            self.method = method
            self.present = present
            self.absent = absent
        }
    }
}
