import API
import Contracts
import Core
import HTTP

/// The deployment's own routes: health, metrics, and what tests need.
struct Operations: Sendable {
    let config: Config
    let admin: Secret<String>
    let metrics: Metrics
    let readiness: Readiness

    /// What is reported about the server.
    struct Health: Sendable {
        var status: String
        static let shape = Shape.object({ Health(status: $0) }, Field("status", \.status, .text(), "ok, or unavailable"))
    }

    var routes: [Route] {
        var routes = [live, ready]
        if config.adminPort == nil { routes.append(Self.metricsRoute(OperatorKey(admin), metrics)) }
        if config.testRoutes { routes += Self.echo }
        return routes
    }

    private var live: Route {
        let answer = HTTPResponse.json(200, Health.shape, Health(status: "ok"))
        return Route(immediate: .get, "/health/live", "Whether the process answers") { _ in answer }
    }

    private var ready: Route {
        Route(
            .get, "/health/ready", "Whether requests can be taken", gives: .raw("application/json"), auth: .none
        ) { [readiness] _ in
            let isReady = await readiness.isReady()
            return .json(isReady ? 200 : 503, Health.shape, Health(status: isReady ? "ok" : "unavailable"))
        }.unpaced
    }

    /// Prometheus' text: to this machine, or with the operator's key.
    static func metricsRoute(_ key: OperatorKey, _ metrics: Metrics) -> Route {
        Route(.get, "/metrics", "Figures in Prometheus' text format", gives: .raw("text/plain"), auth: .none) { call in
            if !call.isLocal { try key.check(Credentials.bearer(call.request)) }
            return HTTPResponse(
                status: 200, fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"], body: .bytes(Array(metrics.render().utf8)))
        }.unpaced
    }

    /// Reads the whole body and says how many bytes it was: what parsers of HTTP are tested against.
    private static var echo: [Route] {
        [HTTPMethod.get, .post].map { method in
            Route(method, "/__echo", "Count the bytes of the body", gives: .raw("text/plain"), auth: .none) { call in
                var count = 0
                do throws(HTTPBodyError) {
                    while let bytes = try await call.request.body.next() {
                        count += bytes.count
                    }
                } catch {
                    throw HTTPRefusal(error == .timedOut ? .timedOut : .malformed, request: call.request)
                }
                return HTTPResponse(status: 200, fields: ["Content-Type": "text/plain"], body: .bytes(Array("\(count)".utf8)))
            }.undocumented.unpaced
        }
    }
}
