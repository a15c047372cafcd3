import QR
import Testing

@Suite struct SVGTests {
    @Test(arguments: [1, 40, 240, 858])
    func `the path draws each dark module once, and no other`(length: Int) throws {
        let code = try QRCode([UInt8](repeating: 0x5A, count: length), correction: .low)
        let svg = code.svg(moduleSize: 6)
        let path = try #require(svg.firstMatch(of: /<path stroke="#000" d="([^"]*)"\/><\/svg>$/)).output.1
        #expect(svg.components("<path") == 1)
        let side = code.size + 8
        var drawn = [[Int]](repeating: [Int](repeating: 0, count: side), count: side)
        var (x, y) = (0, 0)
        var read = 0
        for step in path.matches(of: /M(\d+) (\d+)\.5|m(\d+) 0|h(\d+)/) {
            read += step.output.0.utf8.count
            if let start = step.output.1.flatMap({ Int($0) }), let line = step.output.2.flatMap({ Int($0) }) {
                (x, y) = (start, line)
            } else if let gap = step.output.3.flatMap({ Int($0) }) {
                x += gap
            } else if let length = step.output.4.flatMap({ Int($0) }) {
                for _ in 0..<length {
                    drawn[y][x] += 1
                    x += 1
                }
            }
        }
        #expect(read == path.utf8.count)
        #expect(drawn == Bitmap(code).modules.map { $0.map { $0 ? 1 : 0 } })
    }

    @Test func `its size is told in modules and in pixels, on white`() throws {
        let svg = try QRCode("a", correction: .low).svg(moduleSize: 10)
        #expect(
            svg.hasPrefix(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="290" height="290" viewBox="0 0 29 29" shape-rendering="crispEdges">\
                <rect width="29" height="29" fill="#fff"/><path
                """))
    }

    @Test func `a pairing code's image stays small`() throws {
        #expect(try QRCode(String(repeating: "q7+/", count: 60), correction: .low).svg(moduleSize: 8).utf8.count < 8000)
    }
}

extension String {
    /// How many times the text holds `part`.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
