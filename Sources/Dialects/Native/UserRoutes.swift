import API
import Accounts
import Contracts
import Core
import HTTP

extension Native {
    var userRoutes: [Route] { [listUsers, getMe, getUser, updateUser, removeUser] }

    private var listUsers: Route {
        Route(
            .get, "/v1/users", "List the tenant's people, oldest first", takes: PageLimit.input, PageLimit.cursor(of: Person.self),
            gives: .ok(Page<UserResource, Person>.shape(of: UserResource.shape)), auth: .key(.manage)
        ) { [accounts] call, limit, cursor in
            let (people, next) = try await accounts.people(limit: limit, after: cursor, as: call.caller)
            return Page(data: people.map(UserResource.init), next: next)
        }
    }

    private var getMe: Route {
        Route(
            .get, "/v1/users/me", "Who has signed in", gives: .ok(UserResource.shape), fails: [.notFound], auth: .key([])
        ) { [accounts] call in
            guard let person = call.caller.person else { throw Problem.forbidden(.personOnly) }
            return UserResource(try await accounts.person(person, as: call.caller))
        }
    }

    private var getUser: Route {
        Route(
            .get, "/v1/users/{id}", "Get one of the tenant's people, or oneself", takes: .path("id", .identifier()),
            gives: .ok(UserResource.shape), fails: [.notFound], auth: .key([])
        ) { [accounts] call, id in
            UserResource(try await accounts.person(id, as: call.caller))
        }
    }

    private var updateUser: Route {
        Route(
            .patch, "/v1/users/{id}", "Change somebody's role or name, or one's own name", takes: .path("id", .identifier()),
            .body(UserUpdate.shape, example: UserUpdate.example), gives: .ok(UserResource.shape), fails: [.notFound, .conflict],
            auth: .key([])
        ) { [accounts] call, id, body in
            UserResource(
                try await accounts.change(id, role: body.role, firstName: body.firstName, lastName: body.lastName, as: call.caller))
        }
    }

    private var removeUser: Route {
        Route(
            .delete, "/v1/users/{id}", "Let somebody go; their access ends with the answer", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [accounts] call, id in
            try await accounts.removePerson(id, as: call.caller)
        }
    }
}
