import Contracts
import Core
import HTTP

/// Writes the failures of a route as the dialect itself words them: status, media type and example are those of a real answer.
struct FailureWriter {
    private struct Sample {
        let status: Int
        let mediaType: String
        let body: JSON
        let hasRetryAfter: Bool
    }

    /// The most seconds that anybody is asked to wait: a day's messages are back after a day.
    private static let retryAfterLimit = 86_400

    private let samples: [FailureKind: Sample]

    init(_ dialect: Dialect) {
        // A fixed id, so that the document is the same every time.
        let context = FailureContext(requestID: RequestID(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0000), request: nil)
        var samples: [FailureKind: Sample] = [:]
        for kind in FailureKind.allCases {
            var response = dialect.render(kind.example, context)
            StandardFields.complete(&response, kind.example, dialect.security)
            var body = JSON.null
            // A dialect that words a failure otherwise than in JSON has no example in the document.
            if case .bytes(let bytes) = response.body, let json = try? JSONParser.parse(bytes) { body = json }
            samples[kind] = Sample(
                status: response.status, mediaType: MediaType.essence(response.fields["Content-Type"] ?? MediaType.json), body: body,
                hasRetryAfter: response.fields.contains("Retry-After"))
        }
        self.samples = samples
    }

    /// One answer for each status, in the order of the statuses, with an example for each kind that has it.
    func responses(_ kinds: Set<FailureKind>, requestID: JSON.Member, limits: [JSON.Member], schema: JSON) -> [JSON.Member] {
        let ordered = FailureKind.allCases.filter(kinds.contains)
        let statuses = Set(ordered.compactMap { samples[$0]?.status }).sorted()
        return statuses.map { status in
            let same = ordered.filter { samples[$0]?.status == status }
            // They are on every answer; here they are shown where somebody looks for them.
            var headers = [requestID] + (same.contains { $0 == .limited || $0 == .quotaExceeded } ? limits : [])
            if same.contains(where: { samples[$0]?.hasRetryAfter ?? false }) {
                let seconds = Shape<Int>.integer(0...Self.retryAfterLimit).schema
                var components: [String: JSON] = [:]
                headers.append(JSON.Member("Retry-After", ["description": "Seconds to wait", "schema": seconds.json(&components)]))
            }
            let description = same.map(\.summary).joined(separator: "; ")
            return JSON.Member(
                "\(status)",
                [
                    "description": .string(description), "headers": .object(headers), "content": content(same, schema),
                ])
        }
    }

    private func content(_ kinds: [FailureKind], _ schema: JSON) -> JSON {
        let types = Set(kinds.compactMap { samples[$0]?.mediaType }).sorted()
        return .object(
            types.map { type in
                let examples = kinds.compactMap { kind in
                    samples[kind].flatMap { $0.mediaType == type ? JSON.Member(kind.rawValue, ["value": $0.body]) : nil }
                }
                return JSON.Member(type, ["schema": schema, "examples": .object(examples)])
            })
    }
}
