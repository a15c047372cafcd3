/// Opens the writer's connection on a thread of its own, because libpq blocks while it looks a name up.
struct WriterConnector: Sendable {
    let settings: ConnectionSettings
    let limits: WriterLimits

    /// A new connection on its way from the thread that made it to the loop.
    struct Delivery: @unchecked Sendable {
        let wire: Wire
    }

    /// Connects and calls `done` on that thread, which ends then.
    func connect(_ done: @escaping @Sendable (Result<Delivery, DatabaseError>) -> Void) {
        Thread.start(name: "writer-connect") {
            do throws(DatabaseError) {
                done(.success(Delivery(wire: try Wire.connect(settings, for: .batches(limits)))))
            } catch {
                done(.failure(error))
            }
        }
    }
}
