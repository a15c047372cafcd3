import CLibpq
import Core
import TestSupport
import Testing

@testable import Database

/// What the writer's connection is between two batches.
@Suite struct WriterScopeTests {
    @Test func `role and tenant of a batch are gone with its commit`() async throws {
        try await TestDatabase.with { test async throws in
            let wire = try Wire.connect(test.service, for: .batches(WriterLimits()))
            let tenant = TenantID(high: 1, low: 1)
            let batch = Batch(segments: [TypedSegment(ProbeWrite(), tenant: tenant, entries: Entries())])
            _ = try BatchSender(wire.handle).send(batch, failpoints: .none)
            let question = "SELECT current_user::text, coalesce(current_setting('app.tenant', true), '')"
            #expect(PQsendQueryParams(wire.handle, question, 0, nil, nil, nil, nil, 0) == 1)
            #expect(PQpipelineSync(wire.handle) == 1)
            var syncs = 0
            var answer: [String] = []
            while syncs < 2 {
                guard let result = PQgetResult(wire.handle) else { continue }
                defer { PQclear(result) }
                let status = PQresultStatus(result)
                try #require([PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_PIPELINE_SYNC].contains(status))
                if status == PGRES_PIPELINE_SYNC { syncs += 1 }
                if syncs == 1, status == PGRES_TUPLES_OK { answer = (0..<2).map { String(cString: PQgetvalue(result, 0, $0)) } }
            }
            #expect(answer == ["app_nobody", ""])
        }
    }
}
