import QR

/// A square of modules, however it was come by; row by row, dark ones are true.
struct Bitmap: Equatable {
    var modules: [[Bool]]

    init(_ modules: [[Bool]]) { self.modules = modules }

    /// The code as its own accessors tell it, with the quiet zone.
    init(_ code: QRCode) {
        let range = -4..<(code.size + 4)
        modules = range.map { y in range.map { x in code[x, y] } }
    }

    /// A portable bitmap in plain text, three pixels a module.
    var portable: [UInt8] {
        let scale = 3
        let lines = modules.flatMap { row in
            let line = row.map { String(repeating: $0 ? "1 " : "0 ", count: scale) }.joined() + "\n"
            return [String](repeating: line, count: scale)
        }
        return Array("P1\n\(modules.count * scale) \(modules.count * scale)\n\(lines.joined())".utf8)
    }
}
