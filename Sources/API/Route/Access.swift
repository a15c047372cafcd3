package import Contracts

/// Who may call a route. What a handler is given proves that it was asked: there is no call with a caller in it that was not admitted.
package struct Access<Proof: Sendable>: Sendable {
    let requirement: Requirement
    let prove: @Sendable (Admitted) -> Proof?
}

/// What has to be shown before a route's handler runs.
package enum Requirement: Sendable, Hashable {
    /// Nothing.
    case nothing
    /// An API key with these scopes.
    case key(Scopes)
    /// An API key with these scopes, and a person's access token (or the key once more) beside it, as FlareSend v1 wants both.
    case keyAndToken(Scopes)
    /// The operator's key.
    case operatorKey
}

/// Who was admitted.
package enum Admitted: Sendable {
    /// Whoever it is: the route asks for nothing.
    case anybody
    /// The holder of a tenant's key.
    case caller(Caller)
    /// The operator of the deployment.
    case operatorKey(Operator)
}

/// Proof that the operator's key was shown. Only the gate makes one.
package struct Operator: Sendable {
    init() {}
}

/// The proof of a route that asks for none.
package struct Anybody: Sendable {
    init() {}
}

extension Access where Proof == Caller {
    /// Holders of an API key with these scopes.
    package static func key(_ scopes: Scopes) -> Access {
        Access(requirement: .key(scopes), prove: \.caller)
    }

    /// Holders of an API key with these scopes and of an access token of the same tenant.
    package static func keyAndToken(_ scopes: Scopes) -> Access {
        Access(requirement: .keyAndToken(scopes), prove: \.caller)
    }
}

extension Access where Proof == Operator {
    /// The operator of the deployment.
    package static var operatorKey: Access {
        Access(requirement: .operatorKey) {
            guard case .operatorKey(let proof) = $0 else { return nil }
            return proof
        }
    }
}

extension Access where Proof == Anybody {
    /// Everybody.
    package static var none: Access { Access(requirement: .nothing) { _ in Anybody() } }
}

extension Admitted {
    /// As whom what the call does is written down.
    var actor: Origin.Actor {
        switch self {
        case .anybody: .anybody
        case .caller(let caller): .caller(caller)
        case .operatorKey: .operatorKey
        }
    }

    /// The holder of a tenant's key, if that is who was admitted.
    package var caller: Caller? {
        guard case .caller(let caller) = self else { return nil }
        return caller
    }
}
