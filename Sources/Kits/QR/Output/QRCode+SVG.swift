extension QRCode {
    /// A scalable image, with its quiet zone; each module as many pixels wide as said, brought into the range from 1 to `largestScale`.
    package func svg(moduleSize: Int) -> String {
        let side = size + 2 * Self.quietZone
        let pixels = side * Self.scale(moduleSize)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(pixels)" height="\(pixels)" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/><path stroke="#000" d="\(path)"/></svg>
            """
    }

    /// A line through the middle of each run of dark modules, as thick as a module: half as long as the runs' outlines.
    private var path: String {
        var path = ""
        for (y, row) in rows.enumerated() where row != 0 {
            var start = row.trailingZeroBitCount
            path += "M\(start + Self.quietZone) \(y + Self.quietZone).5"
            var rest = row >> start
            while true {
                let length = (~rest).trailingZeroBitCount
                path += "h\(length)"
                rest >>= length
                guard rest != 0 else { break }
                start = rest.trailingZeroBitCount
                path += "m\(start) 0"
                rest >>= start
            }
        }
        return path
    }
}
