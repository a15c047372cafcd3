import QR
import Testing

@Suite struct TerminalTests {
    @Test(arguments: [1, 40, 240, 858])
    func `the half blocks show each module, black on white whatever the terminal's colours`(length: Int) throws {
        let code = try QRCode([UInt8](repeating: 0x5A, count: length), correction: .low)
        let lines = code.terminal.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        var modules: [[Bool]] = []
        for line in lines.dropLast() {
            let blocks = try #require(line.wholeMatch(of: /\e\[38;5;16;48;5;231m([ ▀▄█]*)\e\[0m/)).output.1
            modules.append(blocks.map { "▀█".contains($0) })
            modules.append(blocks.map { "▄█".contains($0) })
        }
        // A symbol's side is odd; the last half line is light.
        #expect(modules.last?.contains(true) == false)
        #expect(Bitmap(Array(modules.dropLast())) == Bitmap(code))
    }
}
