package import Contracts
import Core
package import HTTP

/// Who decides about credentials. App hands Auth in.
package protocol Admission: Sendable {
    /// The caller, or a thrown `Problem`. `tenantHint` is the slug or id that the request names as its tenant (contract FQ-03): a key of another
    /// tenant is refused with `forbidden(.otherTenant)`.
    func admit(_ credentials: Credentials, tenantHint: String?) async throws -> Caller
    /// Returns once the caller's tenant is served no longer, or once the task is cancelled: what goes on for long ends then.
    func end(of caller: Caller) async
    /// Whether it is remembered that these admit somebody. Asks nobody: what is not remembered may admit somebody all the same.
    func isRemembered(_ credentials: Credentials) -> Bool
}

/// What runs around every call that was let in, such as idempotency; pace is kept outside of it. It sees the answer as it will be sent, failures
/// included.
package protocol Interceptor: Sendable {
    /// The answer to the call that is passing: `next()`'s, a changed one, or another without asking. What is thrown is worded by the dialect.
    func intercept(_ passage: Passage, _ next: () async -> HTTPResponse) async throws -> HTTPResponse
}

/// A call on its way from admission to its handler. It stays in the task of its request.
package struct Passage {
    /// Who was admitted.
    package let admitted: Admitted
    /// The method and path of the route, as declared: a label, never input.
    package let route: (method: String, path: String)
    /// Whether the route takes an idempotency key.
    package let takesKey: Bool
    /// The request, its id, its dialect.
    package let circumstances: Circumstances
    /// What was sent along. Not received before it is asked for, so that pace can be refused first.
    package let content: Content
    /// Words a problem as the dialect does.
    package let refuse: (Problem) -> HTTPResponse
}

/// Lets in who may come in.
package struct Gate: Sendable {
    /// The query parameter in which any request may name its tenant.
    package static let tenantParameter = "tenantId"

    let admission: any Admission
    private let operatorKey: @Sendable (Credentials) throws(Problem) -> Void
    let pacing: (any PaceGate)?
    let interceptors: [any Interceptor]

    /// A gate. `operatorKey` throws unless it is shown the operator's key; without `pacing` everybody may be as fast as they like; of the
    /// interceptors the first is the outermost.
    package init(
        admission: any Admission, operatorKey: @escaping @Sendable (Credentials) throws(Problem) -> Void, pacing: (any PaceGate)? = nil,
        interceptors: [any Interceptor] = []
    ) {
        self.admission = admission
        self.operatorKey = operatorKey
        self.pacing = pacing
        self.interceptors = interceptors
    }

    /// Who is asking, as far as the route wants to know; what they may do is asked by `check`. Whoever shows nothing that admits is kept to the pace
    /// of their network.
    func admit(_ circumstances: Circumstances, in entry: Router.Entry) async throws -> Admitted {
        switch entry.route.requirement {
        case .nothing:
            if entry.route.isPaced { try pacing?.beginStranger(circumstances.network) }
            return .anybody
        case .operatorKey:
            do throws(Problem) {
                try operatorKey(entry.dialect.credentials(circumstances.request, entry.route.requirement))
            } catch {
                try pacing?.beginStranger(circumstances.network)
                throw error
            }
            return .operatorKey(Operator())
        case .key, .keyAndToken:
            do {
                return .caller(try await caller(circumstances, in: entry))
            } catch let problem as Problem {
                switch problem {
                case .unauthenticated, .forbidden: try pacing?.beginStranger(circumstances.network)
                default: break
                }
                throw problem
            }
        }
    }

    /// Throws unless whoever was admitted may call the route.
    func check(_ admitted: Admitted, for route: Route) throws(Problem) {
        switch route.requirement {
        case .nothing, .operatorKey: break
        case .key(let scopes), .keyAndToken(let scopes):
            guard let caller = admitted.caller else { throw .unauthenticated(.invalid) }
            // A key's scopes can be widened; what somebody may do follows from their role.
            guard caller.scopes.isSuperset(of: scopes) else { throw .forbidden(caller.key == nil ? .role : .scope) }
        }
    }

    private func caller(_ circumstances: Circumstances, in entry: Router.Entry) async throws -> Caller {
        let request = circumstances.request
        let credentials = try entry.dialect.credentials(request, entry.route.requirement)
        // A network that shows many wrong keys must not cost a question to the database each; whoever is known there is not kept out by it.
        if let pacing, pacing.isExhausted(circumstances.network), !admission.isRemembered(credentials) {
            try pacing.beginStranger(circumstances.network)
        }
        return try await admission.admit(credentials, tenantHint: try Self.tenantHint(request))
    }

    private static func tenantHint(_ request: HTTPRequest) throws(Problem) -> String? {
        switch QueryReader.value(of: tenantParameter, in: request.queryBytes) {
        case .absent: nil
        case .text(let text): text
        case .broken(let rule): throw .invalid([Violation("?" + tenantParameter, rule)])
        }
    }
}
