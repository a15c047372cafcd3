import Contracts
import Core
import HTTP

/// A call of somebody who was admitted, at the pace that they may have: counted while it lasts, and told in its answer what is left.
struct PacedCall {
    /// How soon one whose tenant has too many streams open may try again, in seconds.
    private static let retryForStream = 1

    let caller: Caller
    let pacing: any PaceGate
    let entry: Router.Entry
    let circumstances: Circumstances
    let wording: Wording

    /// The answer of `call`, or a refusal without it. Throws where the limits are not known and cannot be.
    func run(_ call: () async throws -> HTTPResponse) async throws -> HTTPResponse {
        let pace = try await pacing.begin(caller)
        var response: HTTPResponse
        if let seconds = pace.refusedFor {
            response = refusal(seconds)
        } else {
            do {
                response = held(try await call())
            } catch {
                pacing.end(caller.tenant)
                response = wording.answer(error, entry, circumstances)
            }
        }
        let messages = pace.refusedFor == nil ? await pacing.messages(of: caller.tenant) : pace.messages
        RateLimitFields.add(requests: pace.requests, messages: messages, to: &response.fields)
        return response
    }

    /// The same answer, counted until all of it is sent: one of a known size as a request, one without an end as a stream.
    private func held(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        switch response.body {
        case .none, .bytes: pacing.end(caller.tenant)
        case .sized(let count, let writing):
            let hold = Hold { [pacing, caller] in pacing.end(caller.tenant) }
            response.body = .sized(count, hold.around(writing))
        case .stream(let writing):
            pacing.end(caller.tenant)
            guard pacing.beginStream(caller.tenant) else { return refusal(Self.retryForStream) }
            let hold = Hold { [pacing, caller] in pacing.endStream(caller.tenant) }
            response.body = .stream(hold.around(writing))
        }
        return response
    }

    private func refusal(_ seconds: Int) -> HTTPResponse {
        wording.render(.problem(.limited(retryAfter: seconds)), entry.dialect, circumstances.requestID, circumstances.request)
    }
}

/// Says that an answer is over once nobody holds it any more: when all of it was written, and also when none of it ever is.
private final class Hold: Sendable {
    private let release: @Sendable () -> Void

    init(_ release: @escaping @Sendable () -> Void) { self.release = release }

    deinit { release() }

    func around(_ writing: @escaping HTTPStreamWriting) -> HTTPStreamWriting {
        { [self] writer in
            try await writing(writer)
            withExtendedLifetime(self) {}
        }
    }
}
