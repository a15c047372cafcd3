/// How much something is, as the limits count it.
struct Load: Equatable {
    var rows = 0
    var bytes = 0

    static func + (left: Load, right: Load) -> Load { Load(rows: left.rows + right.rows, bytes: left.bytes + right.bytes) }
    static func += (left: inout Load, right: Load) { left = left + right }
    static func -= (left: inout Load, right: Load) {
        left.rows -= right.rows
        left.bytes -= right.bytes
    }
}
