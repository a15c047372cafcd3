/// Starts services in order and stops them in reverse, the whole within a deadline.
package struct ServiceGroup: Sendable {
    private let services: [any Service]
    private let runtime: Runtime

    /// The longest that stopping everything may take before it is given up.
    package static let drainLimit: Duration = .seconds(20)

    /// A group that starts in the order given.
    package init(_ services: [any Service], runtime: Runtime) {
        self.services = services
        self.runtime = runtime
    }

    /// Starts all; if one cannot start, stops those that did and throws its error.
    package func start() async throws {
        for (index, service) in services.enumerated() {
            do {
                try await service.start()
            } catch {
                await stop(services[..<index])
                throw error
            }
        }
    }

    /// Stops all in reverse order, or returns when the deadline has passed.
    package func stop() async {
        await stop(services[...])
    }

    private func stop(_ started: ArraySlice<any Service>) async {
        let runtime = runtime
        let done = Lock(false)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for service in started.reversed() {
                    await service.stop()
                    runtime.log.debug("service stopped", ["service": .string(service.name)])
                }
                done.withLock { $0 = true }
            }
            group.addTask {
                // A cancelled sleep means that everything stopped in time.
                try? await runtime.clock.sleep(for: Self.drainLimit)
            }
            await group.next()
            group.cancelAll()
            if !done.withLock({ $0 }) {
                runtime.log.warning("not everything stopped in time")
            }
        }
    }
}
