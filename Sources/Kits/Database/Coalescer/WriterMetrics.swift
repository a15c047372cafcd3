import Core

/// What operators see of the writer.
struct WriterMetrics: Sendable {
    let rowsPerBatch: Histogram
    let commitSeconds: Histogram
    let rows: Counter
    let commits: Counter
    let queuedRows: Gauge
    let splits: Counter
    let refusedItems: Counter
    let resends: Counter
    let connections: Counter
    let overloads: Counter

    init(_ metrics: Metrics) {
        rowsPerBatch = metrics.histogram(
            "herald_writer_batch_rows", "Rows that one commit wrote.", buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
        commitSeconds = metrics.histogram("herald_writer_commit_seconds", "From sending a batch to its commit, in seconds.")
        rows = metrics.counter("herald_writer_rows_total", "Rows committed.")
        commits = metrics.counter("herald_writer_commits_total", "Batches committed.")
        queuedRows = metrics.gauge("herald_writer_queued_rows", "Rows that wait or are under way.")
        splits = metrics.counter("herald_writer_splits_total", "Batches cut to find an item that PostgreSQL refuses.")
        refusedItems = metrics.counter("herald_writer_refused_items_total", "Items that PostgreSQL refused.")
        resends = metrics.counter("herald_writer_resends_total", "Batches sent again because it was unknown whether they were committed.")
        connections = metrics.counter("herald_writer_connections_total", "Connections opened, the first included.")
        overloads = metrics.counter("herald_writer_overloads_total", "Items turned away because too much was queued.")
    }
}
