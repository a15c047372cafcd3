import Accounts
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Where guesses come from unless a test says otherwise.
let somewhere = "192.0.2.1"

extension TenantCreation {
    /// The owner, signed in.
    func asOwner(_ node: Node) -> Caller { node.caller(owner.id, of: tenant, in: .owner) }
    /// The bearer of a live key.
    func asKey(_ node: Node, scopes: Scopes = .all, _ environment: KeyEnvironment = .live, instance: InstanceID? = nil) -> Caller {
        Caller(tenant: tenant, key: node.runtime.ids.next(), environment: environment, instance: instance, scopes: scopes)
    }
}

extension Node {
    /// Somebody who has signed in.
    func caller(_ person: PersonID, of tenant: TenantID, in role: Role) -> Caller {
        Caller(tenant: tenant, person: person, token: runtime.ids.next(), role: role)
    }

    /// Makes somebody one of the tenant's people in that role, with the password `password of <name>`.
    func makePerson(_ name: String, _ role: Role = .member, in made: TenantCreation) async throws -> PersonProfile {
        let person = try await accounts.register(
            NewPerson(firstName: name, lastName: nil, email: "\(name)@\(made.slug).test", password: Secret("password of \(name)")),
            from: somewhere, as: made.asKey(self))
        return role == .member ? person : try await accounts.change(person.id, role: role, as: made.asOwner(self))
    }

    func signIn(
        _ email: String, _ password: String, to tenant: TenantID, from address: String = somewhere
    ) async throws -> SignIn {
        try await accounts.signIn(email: email, password: Secret(password), tenant: tenant, from: address)
    }

    /// What came of a sign-in: nil, or the problem.
    func problem(
        _ email: String, _ password: String, to tenant: TenantID, from address: String = somewhere
    ) async throws -> Problem? {
        do {
            _ = try await signIn(email, password, to: tenant, from: address)
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    /// Whom a token admits, nil if nobody.
    func admits(_ token: Secret<String>) async throws -> Caller? {
        do {
            return try await auth.admit(keyOrToken: token.reveal)
        } catch Problem.unauthenticated {
            return nil
        }
    }
}

/// The problem that `body` throws.
func problem(_ body: () async throws -> Void) async throws -> Problem? {
    do {
        try await body()
        return nil
    } catch let problem as Problem {
        return problem
    }
}

/// Where the violations of a problem are.
func pointers(_ problem: Problem?) -> Set<String> {
    guard case .invalid(let violations) = problem else { return [] }
    return Set(violations.map(\.pointer))
}
