/// Talks to the private cluster of `up`.
struct Psql: Command {
    let name = "psql"
    let usage = "psql [psql's options]"
    let summary = "psql in the private database, as its superuser, while `up` runs"

    func run(_ arguments: inout Arguments) throws(Failure) {
        let workspace = try Workspace()
        let cluster = try PrivateCluster(state: workspace.state)
        try Tool([Postgres.require("psql")] + cluster.connection + ["-d", PrivateCluster.database] + arguments.rest()).become()
    }
}
