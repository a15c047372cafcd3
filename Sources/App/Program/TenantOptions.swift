/// The options of `herald tenant create`.
struct TenantOptions {
    var name = ""
    var slug = ""
    var plan = "free"
    var owner = ""
    var timeZone = "UTC"
    var isJSON = false

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let option = rest.popFirst() {
            if option == "--json" {
                isJSON = true
                continue
            }
            guard let place = Self.places[option] else { throw UsageError("unknown option \(option)") }
            guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
            self[keyPath: place] = value
        }
        for (option, value) in [("--name", name), ("--slug", slug), ("--owner", owner)] where value.isEmpty {
            throw UsageError("\(option) is required")
        }
    }

    private static var places: [String: WritableKeyPath<TenantOptions, String>] {
        ["--name": \.name, "--slug": \.slug, "--plan": \.plan, "--owner": \.owner, "--time-zone": \.timeZone]
    }
}
