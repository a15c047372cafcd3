import API
import Billing
import Contracts
import Core
import HTTP

/// One page of statements; months are its cursors.
struct StatementPage: Sendable {
    var data: [Statement]
    /// The month after which the next page begins; nil after the last.
    var next: CivilMonth?

    static let shape = Shape.object(
        { StatementPage(data: $0, next: $1) },
        Field("data", \.data, .list(of: StatementResource.shape, max: PageLimit.range.upperBound)),
        Field("next_cursor", \.next, nullable: .month, "Where the next page begins; null after the last"))
}

/// In which form a statement is wanted.
enum StatementFormat: String, CaseIterable, Sendable { case json, csv }

extension Native {
    var statementRoutes: [Route] { [listStatements, getStatement] }

    private var listStatements: Route {
        Route(
            .get, "/v1/usage/statements", "List the months' statements, the latest first", takes: PageLimit.input,
            .query("cursor", optional: Shape<CivilMonth>.month, "The `next_cursor` of the page before"),
            gives: .ok(StatementPage.shape), fails: [.notFound], auth: .key(.read)
        ) { [billing] call, limit, cursor in
            let (found, next) = try await billing.statements(of: call.caller.tenant, after: cursor, limit: limit)
            return StatementPage(data: found, next: next)
        }.named("listStatements", "The running month is among them, as far as it has come.")
    }

    private var getStatement: Route {
        Route(
            .get, "/v1/usage/statements/{month}", "Get a month's statement: what was included, used and beyond it, and what it costs",
            takes: .path("month", Shape<CivilMonth>.month, "YYYY-MM"),
            .query("format", Shape<StatementFormat>.choice(), default: .json, "csv: a table with a line for each line, and one of sums"),
            gives: .either(StatementResource.shape, or: "text/csv"), fails: [.notFound], auth: .key(.read)
        ) { [billing] call, month, format in
            let statement = try await billing.statement(of: call.caller.tenant, month: month)
            switch format {
            case .json: return .json(200, StatementResource.shape, statement)
            case .csv:
                return HTTPResponse(
                    status: 200,
                    // A month has digits and a hyphen: nothing to quote.
                    fields: [
                        "Content-Type": "text/csv; charset=utf-8; header=present",
                        "Content-Disposition": "attachment; filename=\"statement-\(month).csv\"",
                    ],
                    body: .bytes(Array(StatementTable(statement).text.utf8)))
            }
        }.named("getStatement")
    }
}
