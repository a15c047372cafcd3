/// The four rules of penalty counted module by module, slowly and plainly.
struct PlainPenalty {
    private let modules: [[Bool]]

    init(_ rows: [UInt128]) {
        modules = rows.map { row in rows.indices.map { row >> $0 & 1 == 1 } }
    }

    var score: Int { (lines + columns).reduce(0) { $0 + runs($1) + finders($1) } + blocks + imbalance }

    private var lines: [[Bool]] { modules }
    private var columns: [[Bool]] { modules.indices.map { x in modules.map { $0[x] } } }

    private func runs(_ line: [Bool]) -> Int {
        var points = 0
        var length = 0
        for index in line.indices {
            length = index > 0 && line[index] == line[index - 1] ? length + 1 : 1
            if length == 5 { points += 3 } else if length > 5 { points += 1 }
        }
        return points
    }

    private func finders(_ line: [Bool]) -> Int {
        let margin = [Bool](repeating: false, count: 4)
        let wide = margin + line + margin
        let middle = [true, false, true, true, true, false, true]
        return (4..<(4 + line.count - 6)).count { start in
            Array(wide[start..<(start + 7)]) == middle
                && (Array(wide[(start - 4)..<start]) == margin || Array(wide[(start + 7)..<(start + 11)]) == margin)
        } * 40
    }

    private var blocks: Int {
        let inner = 0..<(modules.count - 1)
        return inner.reduce(0) { points, y in
            points + 3 * inner.count { x in Set([modules[y][x], modules[y][x + 1], modules[y + 1][x], modules[y + 1][x + 1]]).count == 1 }
        }
    }

    private var imbalance: Int {
        let dark = modules.joined().count { $0 }
        let percent = 100 * Double(dark) / Double(modules.count * modules.count)
        return Int(abs(percent - 50) / 5) * 10
    }
}
