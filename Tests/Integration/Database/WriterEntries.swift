import Core
import Database

/// One row of the test's table.
struct Entry: Sendable {
    var id: ID<Entry>
    /// Whose row it claims to be; another tenant's is what the fence is for.
    var owner: TenantID
    var number: Int64
    var body = "hello"
    var parent: ID<Entry>?
}

/// Writes entries; each caller gets twice its own number back.
struct EntryWrite: CoalescedWrite {
    static let schema = """
        CREATE SCHEMA test;
        CREATE TABLE test.entry (
            tenant_id uuid   NOT NULL,
            id        uuid   NOT NULL,
            position  bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            number    bigint NOT NULL,
            body      text   NOT NULL CONSTRAINT entry_body CHECK (body <> 'poison'),
            parent    uuid,
            PRIMARY KEY (tenant_id, id),
            CONSTRAINT entry_parent FOREIGN KEY (tenant_id, parent) REFERENCES test.entry (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
        );
        SELECT app.fence('test.entry');
        """

    static let name = "test_entry"
    let statement = PreparedText(
        """
        WITH input AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::uuid[])
            WITH ORDINALITY AS input (tenant_id, id, number, body, parent, place)
        ), written AS (
            INSERT INTO test.entry (tenant_id, id, number, body, parent)
            SELECT tenant_id, id, number, body, parent FROM input ORDER BY place
        )
        SELECT number * 2 FROM input ORDER BY place
        """, .array(.uuid), .array(.uuid), .array(.int8), .array(.text), .array(.uuid))
    let resendStatement: PreparedText? = PreparedText(
        """
        WITH input AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::uuid[])
            WITH ORDINALITY AS input (tenant_id, id, number, body, parent, place)
        ), written AS (
            INSERT INTO test.entry (tenant_id, id, number, body, parent)
            SELECT tenant_id, id, number, body, parent FROM input ORDER BY place
            ON CONFLICT DO NOTHING
        )
        SELECT number * 2 FROM input ORDER BY place
        """, .array(.uuid), .array(.uuid), .array(.int8), .array(.text), .array(.uuid))

    func encode(_ items: [Entry], tenant: TenantID, into parameters: inout BinaryParameters) {
        parameters.appendUUIDs(items.map(\.owner))
        parameters.appendUUIDs(items.map(\.id))
        parameters.appendInt64s(items.map(\.number))
        parameters.appendTexts(items.map(\.body))
        parameters.appendUUIDs(items.map(\.parent))
    }

    func outcomes(of items: [Entry], from result: borrowing BatchRows) throws -> [Int64] {
        try result.map { try $0.next(Int64.self) }
    }
}

/// Says which role and tenant a statement runs as.
struct ProbeWrite: CoalescedWrite {
    static let name = "test_probe"
    let statement = PreparedText(
        "SELECT current_user::text || ' ' || current_setting('app.tenant') FROM generate_series(1, $1)", .one(.int4))

    func encode(_ items: [Int], tenant: TenantID, into parameters: inout BinaryParameters) {
        parameters.append(Int32(items.count))
    }

    func outcomes(of items: [Int], from result: borrowing BatchRows) throws -> [String] {
        try result.map { try $0.next(String.self) }
    }
}
