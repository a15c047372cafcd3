/// A type of PostgreSQL, by its fixed object id (src/include/catalog/pg_type.dat), with the type of its arrays.
package struct PostgresType: Sendable, Hashable {
    /// The object id of the type.
    package let oid: UInt32
    /// The object id of arrays of the type.
    package let arrayOID: UInt32

    /// A type by its ids.
    package init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    /// The types that binds and results are made of, by the names PostgreSQL gives them.
    package static let bool = PostgresType(oid: 16, arrayOID: 1000)
    package static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    package static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    package static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    package static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    package static let text = PostgresType(oid: 25, arrayOID: 1009)
    package static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    package static let date = PostgresType(oid: 1082, arrayOID: 1182)
    package static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    package static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    package static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)

    static let name: UInt32 = 19
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
}
