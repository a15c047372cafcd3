import CLibpq
import Core

/// Puts a batch into libpq's send buffer: for each tenant its scope and then its statements, and one commit at the end.
final class BatchSender {
    private static let scopeName = "herald_scope"
    /// Both hold until the end of the transaction, and are replaced by the next tenant's.
    private static let scope = PreparedText(
        "SELECT set_config('role', 'app_tenant', true), set_config('app.tenant', $1, true)", .one(.text))

    private let handle: OpaquePointer
    /// The writes that are prepared on this connection; at most two for each coalescer.
    private var prepared: Set<String> = []
    /// Kept from batch to batch, as are the three arrays that libpq is handed.
    private var parameters = BinaryParameters()
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ handle: OpaquePointer) { self.handle = handle }

    /// Remembers that the connection knows the statement.
    func isPrepared(_ name: String) { prepared.insert(name) }

    /// What was sent, in the order in which it is answered.
    ///
    /// - Throws: a failpoint's failure, or `.unavailable` when libpq takes nothing more. The commit has not been sent then.
    func send(_ batch: Batch, failpoints: Failpoints) throws -> [BatchStep] {
        var steps: [BatchStep] = []
        steps.reserveCapacity(2 * batch.segments.count + 1)
        var tenant: TenantID?
        for (index, segment) in batch.segments.enumerated() {
            if segment.tenant != tenant {
                tenant = segment.tenant
                try prepare(Self.scopeName, Self.scope, &steps)
                parameters.removeAll()
                parameters.append(textOf: segment.tenant)
                try run(Self.scopeName)
                steps.append(.scope(segment.tenant))
                try failpoints.pass(.afterBegin)
            }
            let isResend = batch.isUncertain && segment.resendStatement != nil
            let name = isResend ? segment.resendName : segment.name
            // After the scope: PostgreSQL looks names up while it prepares, and only the tenant's role may see the schema.
            try prepare(name, isResend ? segment.resendStatement : segment.statement, &steps)
            parameters.removeAll()
            segment.encode(into: &parameters)
            try run(name)
            steps.append(.segment(index))
        }
        try failpoints.pass(.beforeCommit)
        guard PQpipelineSync(handle) == 1 else { throw lastError() }
        steps.append(.commit)
        return steps
    }

    private func prepare(
        _ name: String, _ text: @autoclosure () -> PreparedText?, _ steps: inout [BatchStep]
    ) throws(DatabaseError) {
        guard !prepared.contains(name), !steps.contains(.prepare(name)), let text = text() else { return }
        let types = text.types.map(\.oid)
        guard PQsendPrepare(handle, name, text.sql, Int32(types.count), types) == 1 else { throw lastError() }
        steps.append(.prepare(name))
    }

    private func run(_ name: String) throws(DatabaseError) {
        let isSent = parameters.bytes.withUnsafeBytes { bytes in
            values.removeAll(keepingCapacity: true)
            lengths.removeAll(keepingCapacity: true)
            for extent in parameters.extents {
                let address = bytes.baseAddress.map { ($0 + extent.offset).assumingMemoryBound(to: CChar.self) }
                values.append(extent.length < 0 ? nil : address)
                lengths.append(extent.length)
            }
            while formats.count < values.count { formats.append(1) }
            return PQsendQueryPrepared(handle, name, Int32(values.count), values, lengths, formats, 1)
        }
        guard isSent == 1 else { throw lastError() }
    }

    private func lastError() -> DatabaseError { .unavailable(String(cString: PQerrorMessage(handle))) }
}
