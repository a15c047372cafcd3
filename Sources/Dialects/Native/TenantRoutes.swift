import API
import Accounts
import Contracts
import Core
import HTTP

extension Native {
    var tenantRoutes: [Route] { [getTenant, updateTenant, closeTenant, exportTenant] }

    private var getTenant: Route {
        Route(.get, "/v1/tenant", "Get the tenant", gives: .ok(TenantResource.shape), fails: [.notFound], auth: .key(.read)) { [accounts] call in
            TenantResource(try await accounts.profile(of: call.caller.tenant))
        }
    }

    private var updateTenant: Route {
        Route(
            .patch, "/v1/tenant", "Change the tenant", takes: .body(TenantUpdate.shape, example: TenantUpdate.example),
            gives: .ok(TenantResource.shape), fails: [.notFound], auth: .key(.manage)
        ) { [accounts] call, body in
            let change = TenantChange(name: body.name, timeZone: body.timeZone, defaultInstance: body.defaultInstance)
            return TenantResource(try await accounts.update(change, as: call.caller))
        }
    }

    private var closeTenant: Route {
        Route(
            .delete, "/v1/tenant", "Close the tenant for good; its owner may", takes: .body(TenantEnd.shape, example: TenantEnd.example),
            gives: .noContent, fails: [.notFound], auth: .key(.manage)
        ) { [accounts] call, body in
            do { try await accounts.close(confirming: body.confirm, as: call.caller) } catch Problem.invalid {
                throw Problem.invalid([Violation("/confirm", "must be the tenant's slug")])
            }
        }.named(
            "deleteTenant", "Access ends with the answer; everything the tenant has is erased soon after. Export it before: nothing can be undone.")
    }

    private var exportTenant: Route {
        Route(
            .get, "/v1/tenant/export", "Everything the tenant has, as JSON lines", gives: .raw("application/x-ndjson"), fails: [.notFound],
            auth: .key([.manage, .read])
        ) { [accounts] call in
            guard call.caller.reachesWholeTenant else { throw Problem.forbidden(.scope) }
            let slug = try await accounts.profile(of: call.caller.tenant).slug
            let caller = call.caller
            let circumstances = call.circumstances
            // The content is written after the handler has returned; it is still what was asked for.
            let origin = Origin.current
            return HTTPResponse(
                status: 200,
                // A slug has letters, digits and hyphens only, and a day digits and hyphens: nothing to quote.
                fields: [
                    "Content-Type": "application/x-ndjson",
                    "Content-Disposition": "attachment; filename=\"\(slug)-\(call.runtime.clock.now.day).ndjson\"",
                ],
                body: .stream { writer in
                    do {
                        try await Origin.$current.withValue(origin) {
                            try await accounts.export(as: caller) { bytes in try await writer.write(bytes) }
                        }
                    } catch {
                        Self.noticeBreak(error, circumstances)
                        throw error
                    }
                })
        }.named("exportTenant", "One object a line, each with its `kind`. No secret is among them. It ends early only where the connection does.")
    }

    /// The answer has begun: nobody else can be told any more.
    private static func noticeBreak(_ error: any Error, _ circumstances: Circumstances) {
        if error is HTTPStreamError || error is CancellationError { return }
        circumstances.runtime.log.error(
            "an export broke off", ["request.id": .string(circumstances.requestID.description), "error": .string("\(type(of: error))")])
    }
}
