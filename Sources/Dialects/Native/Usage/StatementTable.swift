import Billing
import Core

/// A statement as CSV (RFC 4180): a line of names, the lines, and their sums. Nothing in it needs quotes: names of plans have letters, digits,
/// hyphens and underscores alone, and begin with a letter or a digit, so that no spreadsheet takes one for a formula.
struct StatementTable: Sendable {
    private static let names = ["month", "plan", "from", "to", "currency", "price_minor", "included", "messages", "overage"]
    /// What stands for the plan in the line of sums.
    private static let total = "total"

    let text: String

    init(_ statement: Statement) {
        func number<Number: BinaryInteger>(_ value: Number?) -> String { value.map { "\($0)" } ?? "" }
        let month = statement.month.description
        let lines = statement.lines.map { line in
            [
                month, line.plan, line.from.description, line.to.description, line.currency, number(line.priceMinor), number(line.included),
                number(line.messages), number(line.overage),
            ]
        }
        let totals = statement.totals
        let sums = [
            month, Self.total, statement.lines.first?.from.description ?? "", statement.lines.last?.to.description ?? "",
            totals.priceMinor == nil ? "" : statement.currency, number(totals.priceMinor), number(totals.included), number(totals.messages),
            number(totals.overage),
        ]
        text = ([Self.names] + lines + [sums]).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
}
