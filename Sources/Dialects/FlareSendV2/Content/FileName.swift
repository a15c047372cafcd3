import API

/// The name that a document is shown with: the last part of whatever path somebody's computer knew it by (contract FS2-56).
enum FileName {
    /// The part after the last slash, of either kind; nil where nothing is left that could be shown.
    static func base(_ path: String) -> String? {
        let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let shown = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        let text = String(String.UnicodeScalarView(shown.prefix(ContentRequest.fileNameLimit)))
        return text.isEmpty || text.allSatisfy({ $0 == "." || $0 == " " }) ? nil : text
    }

    /// The last part of the path of a link, as a person would read it; nil where there is none.
    static func base(ofLink link: String) -> String? {
        guard let scheme = link.firstRange(of: "://") else { return nil }
        let address = link[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        guard let slash = address.firstIndex(of: "/") else { return nil }
        let path = address[slash...]
        return base(PercentCoding.decode(Array(path.utf8)[...]) ?? String(path))
    }
}
