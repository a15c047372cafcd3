/// A request method (RFC 9110, section 9): a token, compared with case.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    /// The token as it stands in the request line.
    package let name: String

    /// A method of any name; `name` must be a token of RFC 9110.
    package init(_ name: String) { self.name = name }

    /// GET
    package static var get: HTTPMethod { HTTPMethod("GET") }
    /// HEAD
    package static var head: HTTPMethod { HTTPMethod("HEAD") }
    /// POST
    package static var post: HTTPMethod { HTTPMethod("POST") }
    /// PUT
    package static var put: HTTPMethod { HTTPMethod("PUT") }
    /// PATCH
    package static var patch: HTTPMethod { HTTPMethod("PATCH") }
    /// DELETE
    package static var delete: HTTPMethod { HTTPMethod("DELETE") }
    /// OPTIONS
    package static var options: HTTPMethod { HTTPMethod("OPTIONS") }

    package var description: String { name }
}
