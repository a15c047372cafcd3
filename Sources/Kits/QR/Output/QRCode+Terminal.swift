extension QRCode {
    /// Black on white out of the colour cube, which themes leave alone, whatever the terminal's own colours are.
    private static let blackOnWhite = "\u{1B}[38;5;16;48;5;231m"
    private static let usualColours = "\u{1B}[0m"

    /// Lines for a terminal, with the quiet zone: half blocks, so that a character shows two modules, one above the other.
    package var terminal: String {
        let columns = -Self.quietZone..<(size + Self.quietZone)
        return stride(from: columns.lowerBound, to: columns.upperBound, by: 2).map { y in
            let line = columns.map { x -> Character in
                switch (self[x, y], self[x, y + 1]) {
                case (false, false): " "
                case (true, false): "▀"
                case (false, true): "▄"
                case (true, true): "█"
                }
            }
            return Self.blackOnWhite + String(line) + Self.usualColours + "\n"
        }.joined()
    }
}
