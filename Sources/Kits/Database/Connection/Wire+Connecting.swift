import CLibpq
import Core

extension Wire {
    /// What a connection is for.
    enum Purpose {
        /// Brackets: pipeline mode, and the guard, so that a statement outside a bracket may do nothing.
        case brackets
        /// Bells: the guard, without pipeline mode, since bells are heard only between statements.
        case bells
        /// The writer's batches: pipeline mode and the guard, with the writer's own limits.
        case batches(WriterLimits)
        /// Migrations and the care of a private cluster: the login's own rights, no limits on statements.
        case administration
    }

    /// Connects, or throws `.unavailable` by the deadline. Resolving a host name may block longer: only on a thread of our own.
    static func connect(_ settings: ConnectionSettings, for purpose: Purpose) throws(DatabaseError) -> Wire {
        let patience = if case .administration = purpose { Administration.connectTimeout } else { ConnectionSettings.connectTimeout }
        let deadline = SystemClock().monotonic + patience
        let options = options(settings, for: purpose)
        let parameters: KeyValuePairs<String, String> = [
            "dbname": settings.connection.reveal, "application_name": purpose.applicationName, "client_encoding": "UTF8", "options": options,
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "10000",
        ]
        guard let handle = start(parameters) else { throw .unavailable("no memory for a connection") }
        let wire = Wire(handle: handle, statementTimeout: settings.statementTimeout, openingTimeout: settings.openingTimeout)
        try wire.finishConnecting(until: deadline)
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        if purpose.isPipelined {
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { throw .unavailable("no pipeline mode") }
        }
        return wire
    }

    private static func start(_ parameters: KeyValuePairs<String, String>) -> OpaquePointer? {
        let keys = parameters.map { Array($0.key.utf8CString) }
        let values = parameters.map { Array($0.value.utf8CString) }
        let keyBytes = keys.flatMap { $0 }
        let valueBytes = values.flatMap { $0 }
        return keyBytes.withUnsafeBufferPointer { keyBuffer in
            valueBytes.withUnsafeBufferPointer { valueBuffer in
                var keyPointers: [UnsafePointer<CChar>?] = []
                var valuePointers: [UnsafePointer<CChar>?] = []
                var (keyOffset, valueOffset) = (0, 0)
                for (key, value) in zip(keys, values) {
                    keyPointers.append(keyBuffer.baseAddress.map { $0 + keyOffset })
                    valuePointers.append(valueBuffer.baseAddress.map { $0 + valueOffset })
                    keyOffset += key.count
                    valueOffset += value.count
                }
                // libpq's lists end with a null pointer; 1 = the first `dbname` may be a whole connection string.
                return PQconnectStartParams(keyPointers + [nil], valuePointers + [nil], 1)
            }
        }
    }

    private func finishConnecting(until deadline: Duration) throws(DatabaseError) {
        var step = PGRES_POLLING_WRITING
        while PQstatus(handle) != CONNECTION_BAD {
            if step == PGRES_POLLING_OK { return }
            if step == PGRES_POLLING_FAILED { break }
            let writing = step == PGRES_POLLING_WRITING
            guard Poll.wait(PQsocket(handle), readable: !writing, writable: writing, until: deadline) else {
                abandon()
                throw .unavailable("PostgreSQL did not let us in in time")
            }
            step = PQconnectPoll(handle)
        }
        abandon()
        throw .unavailable(String(cString: PQerrorMessage(handle)))
    }

    /// The operator's own options come first, so that the guard cannot be lifted by a connection string.
    private static func options(_ settings: ConnectionSettings, for purpose: Purpose) -> String {
        var options: [String] = []
        if let given = given(settings.connection.reveal) { options.append(given) }
        options.append("-c timezone=UTC -c client_min_messages=warning")
        switch purpose {
        case .administration: break
        case .brackets, .bells:
            let limit = settings.statementTimeout.inMilliseconds
            options.append("-c role=app_nobody -c statement_timeout=\(limit) -c idle_in_transaction_session_timeout=\(2 * limit)")
        case .batches(let limits):
            options.append("-c role=app_nobody -c statement_timeout=\(limits.statementTimeout.inMilliseconds)")
            options.append("-c lock_timeout=\(limits.lockTimeout.inMilliseconds)")
            // A peer that has gone silently is noticed by PostgreSQL too, so that it lets go of what the dead connection has locked.
            options.append("-c client_connection_check_interval=1000")
            options.append("-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=5")
        }
        return options.joined(separator: " ")
    }

    private static func given(_ connection: String) -> String? {
        guard let list = PQconninfoParse(connection, nil) else { return nil }
        defer { PQconninfoFree(list) }
        var option = list
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "options" { return option.pointee.val.map { String(cString: $0) } }
            option += 1
        }
        return nil
    }
}

extension Wire.Purpose {
    /// What PostgreSQL's own views call the connection.
    fileprivate var applicationName: String {
        if case .batches = self { "herald-writer" } else { "herald" }
    }

    fileprivate var isPipelined: Bool {
        switch self {
        case .brackets, .batches: true
        case .bells, .administration: false
        }
    }
}
