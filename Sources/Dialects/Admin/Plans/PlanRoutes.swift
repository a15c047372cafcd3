import API
import Billing
import Contracts
import HTTP

extension Admin {
    var planRoutes: [Route] { [listPlans, createPlan, getPlan, updatePlan, deletePlan] }

    private var listPlans: Route {
        Route(
            .get, "/admin/v1/plans", "List plans, by name", takes: PageLimit.input, PageLimit.cursor(PlanResource.nameShape),
            gives: .ok(Page<PlanResource, String>.shape(of: PlanResource.shape, cursor: PlanResource.nameShape)), auth: .operatorKey
        ) { [billing] _, limit, cursor in
            let (plans, next) = try await billing.plans(after: cursor, limit: limit)
            return Page(data: plans.map { PlanResource($0) }, next: next)
        }
    }

    private var createPlan: Route {
        Route(
            .post, "/admin/v1/plans", "Make a plan", takes: .body(PlanResource.shape, example: .example),
            gives: .created(PlanResource.shape, location: { "/admin/v1/plans/\($0.name)" }, example: .example), fails: [.conflict], auth: .operatorKey
        ) { [billing] _, body in
            PlanResource(try await billing.createPlan(body.plan))
        }
    }

    private var getPlan: Route {
        Route(
            .get, "/admin/v1/plans/{name}", "Get a plan", takes: .path("name", PlanResource.nameShape), gives: .ok(PlanResource.shape),
            fails: [.notFound], auth: .operatorKey
        ) { [billing] _, name in
            PlanResource(try await billing.plan(name))
        }
    }

    private var updatePlan: Route {
        Route(
            .patch, "/admin/v1/plans/{name}", "Change a plan, for all tenants that have it", takes: .path("name", PlanResource.nameShape),
            .body(PlanUpdate.shape, example: .example), gives: .ok(PlanResource.shape), fails: [.notFound], auth: .operatorKey
        ) { [billing] _, name, body in
            PlanResource(try await billing.updatePlan(name, body.change))
        }
    }

    private var deletePlan: Route {
        Route(
            .delete, "/admin/v1/plans/{name}", "Delete a plan that no tenant has", takes: .path("name", PlanResource.nameShape),
            gives: .noContent, fails: [.notFound, .conflict], auth: .operatorKey
        ) { [billing] _, name in
            try await billing.deletePlan(name)
        }
    }
}
