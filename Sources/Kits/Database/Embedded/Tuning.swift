import Glibc

/// The settings of a private cluster; everything that makes a commit durable is on, whatever a file says.
enum Tuning {
    /// Settings for the command line of `postgres`.
    static func settings(socket: String) -> KeyValuePairs<String, String> {
        [
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": "\"\(socket)\"",
            "unix_socket_permissions": "0700",
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            // Idle ones cost little; several Heralds on one cluster, as in tests, must not lock one another out.
            "max_connections": "400",
            "shared_buffers": "\(sharedBuffers)MB",
            "wal_buffers": "16MB",
            // Checkpoints cost most when they are frequent; recovery of a gigabyte takes seconds.
            "max_wal_size": "1GB",
            "checkpoint_timeout": "10min",
            // Statements here are short; compiling them and spreading them over processes only costs.
            "jit": "off",
            "max_parallel_workers_per_gather": "0",
            "random_page_cost": "1.1",
            // Queues make dead rows fast.
            "autovacuum_naptime": "10s",
            "autovacuum_vacuum_scale_factor": "0.02",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] ",
            "log_timezone": "UTC",
            "TimeZone": "UTC",
        ]
    }

    /// An eighth of the machine's memory, from 128 to 1024 MiB: what is written now should not have to be read again to be settled.
    private static var sharedBuffers: Int {
        let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return min(max((memory / 8) >> 20, 128), 1024)
    }
}
