import API
import Auth
import Contracts
import HTTP

/// Stands around every call: where the operator looks into a tenant, he reads and does nothing else, and the tenant knows what he looked at.
struct OperatorsLook: Interceptor {
    let auth: Auth

    func intercept(_ passage: Passage, _ next: () async -> HTTPResponse) async throws -> HTTPResponse {
        guard let caller = passage.admitted.caller, let impersonation = caller.impersonation else { return await next() }
        // His scopes are a viewer's; some routes that a viewer may ask change something all the same.
        guard ["GET", "HEAD"].contains(passage.route.method) else { throw Problem.forbidden(.role) }
        try await auth.noteUse(
            of: impersonation, in: caller.tenant, method: passage.route.method, path: passage.circumstances.request.path)
        return await next()
    }
}
