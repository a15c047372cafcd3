package import Contracts
package import Core
package import HTTP

/// What a handler is told about the request beside its inputs.
package struct Call<Proof: Sendable>: Sendable {
    /// Who is asking, as far as the route wanted to know.
    package let proof: Proof
    /// The circumstances, the same for every route.
    package let circumstances: Circumstances
}

extension Call {
    /// The id of this request.
    package var requestID: RequestID { circumstances.requestID }
    /// The request itself; its content may have been read already.
    package var request: HTTPRequest { circumstances.request }
    /// The numeric address of whoever sent the request, as far as trusted proxies say; otherwise of what is connected to us.
    package var clientAddress: String { circumstances.clientAddress }
    /// Whether that address is of this very machine.
    package var isLocal: Bool { circumstances.proxies.isLocal(circumstances.request) }
    /// Time, ids, chance, the log.
    package var runtime: Runtime { circumstances.runtime }
    /// The dialect that the request is in.
    package var dialect: DialectName { circumstances.dialect }
}

extension Call where Proof == Caller {
    /// The holder of the key that was shown.
    package var caller: Caller { proof }
}

/// What is known about a request before its handler runs. One object, so that handing it on costs one reference and not twenty.
package final class Circumstances: RequestFacts {
    /// The id of the request.
    package let requestID: RequestID
    /// The request.
    package let request: HTTPRequest
    /// The dialect it is in.
    package let dialect: DialectName
    /// Time, ids, chance, the log.
    package let runtime: Runtime
    let proxies: TrustedProxies
    let admission: any Admission
    /// Where it came from, as far as trusted proxies say; otherwise what is connected to us.
    package var clientAddress: String { proxies.clientAddress(of: request) }
    /// The network of that address.
    var network: NetworkID { proxies.network(of: request) }

    init(
        requestID: RequestID, request: HTTPRequest, dialect: DialectName, runtime: Runtime, proxies: TrustedProxies, admission: any Admission
    ) {
        self.requestID = requestID
        self.request = request
        self.dialect = dialect
        self.runtime = runtime
        self.proxies = proxies
        self.admission = admission
    }
}
