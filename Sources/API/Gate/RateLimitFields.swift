import Contracts
import Core
import HTTP

/// Tells an admitted caller what they may do and what is left of it, as draft-ietf-httpapi-ratelimit-headers-10 has it.
enum RateLimitFields {
    /// The name of the field that says what may be done.
    static let policy = "RateLimit-Policy"
    /// The name of the field that says what is left.
    static let remainder = "RateLimit"
    /// In which time requests are counted, and messages, in seconds.
    private static let (second, day) = (1, 86_400)

    /// Adds both, with those limits that there are; neither where nothing is limited.
    static func add(requests: Allowance?, messages: Allowance?, to fields: inout HTTPFields) {
        guard requests != nil || messages != nil else { return }
        fields.add(policy) { bytes in
            list(requests, messages, to: &bytes) { allowance, isRequests, bytes in
                append(";q=", allowance.limit, to: &bytes)
                append(";w=", isRequests ? second : day, to: &bytes)
            }
        }
        fields.add(remainder) { bytes in
            list(requests, messages, to: &bytes) { allowance, _, bytes in
                append(";r=", allowance.left, to: &bytes)
                append(";t=", allowance.resetsIn, to: &bytes)
            }
        }
    }

    private static func list(
        _ requests: Allowance?, _ messages: Allowance?, to bytes: inout [UInt8], _ parameters: (Allowance, Bool, inout [UInt8]) -> Void
    ) {
        if let requests {
            append(#""requests""#, to: &bytes)
            parameters(requests, true, &bytes)
        }
        if requests != nil, messages != nil { append(", ", to: &bytes) }
        if let messages {
            append(#""messages""#, to: &bytes)
            parameters(messages, false, &bytes)
        }
    }

    private static func append(_ text: StaticString, _ number: Int? = nil, to bytes: inout [UInt8]) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        if let number { Decimal.append(number, to: &bytes) }
    }

    // MARK: In documents

    /// What the fields are, as components of a document.
    static var descriptions: [JSON.Member] {
        [
            JSON.Member(
                remainder,
                describe("What is left (`r`) of each limit, and in how many seconds (`t`) all of it is there again", #"r=9;t=1"#, "r=9999;t=3600")),
            JSON.Member(
                policy,
                describe(
                    "How many (`q`) requests a key may make, and messages a tenant may send, in so many seconds (`w`)", "q=10;w=1", "q=10000;w=86400")
            ),
        ]
    }

    /// The fields as an answer that carries them refers to them.
    static var references: [JSON.Member] {
        [remainder, policy].map { JSON.Member($0, ["$ref": .string("#/components/headers/" + $0)]) }
    }

    private static func describe(_ what: String, _ requests: String, _ messages: String) -> JSON {
        [
            "description": .string(what + " (draft-ietf-httpapi-ratelimit-headers-10). On every answer to a key, unless nothing is limited"),
            "schema": ["type": "string"],
            "example": .string(#""requests";\#(requests), "messages";\#(messages)"#),
        ]
    }
}
