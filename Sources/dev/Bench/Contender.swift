/// One of what is compared: a load, and the processes whose time it costs.
struct Contender: Sendable {
    let name: String
    private let server: (@Sendable () -> Double)?
    private let database: (@Sendable () -> Double)?
    private let load: @Sendable (Int) throws(Failure) -> Figures

    init(
        _ name: String, server: (@Sendable () -> Double)? = nil, database: (@Sendable () -> Double)? = nil,
        load: @escaping @Sendable (Int) throws(Failure) -> Figures
    ) {
        self.name = name
        self.server = server
        self.database = database
        self.load = load
    }

    /// Runs the load, with the processor time of each request.
    func run(seconds: Int) throws(Failure) -> Figures {
        let before = (server?(), database?())
        var figures = try load(seconds)
        let after = (server?(), database?())
        figures.serverTime = cost(before.0, after.0, figures.count)
        figures.databaseTime = cost(before.1, after.1, figures.count)
        return figures
    }

    private func cost(_ before: Double?, _ after: Double?, _ count: Double) -> Double? {
        guard let before, let after, count > 0 else { return nil }
        return (after - before) / count
    }
}
