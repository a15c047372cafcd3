import Foundation

/// Many linked sandbox numbers of one tenant, made through the API by one curl that has several requests under way.
struct Crowd: Sendable {
    /// How many requests are under way at a time.
    static let width = 16
    /// How long all of them together may take.
    static let deadline = 300
    /// How many one page of the list has.
    private static let page = 100

    let url: String
    let key: String
    let count: Int
    /// Where curl's list of requests is written.
    let directory: String

    /// Makes them and scans the code of each; returns once all requests are answered.
    func link(_ workspace: Workspace) throws(Failure) {
        try ask((0..<count).map { ("/v1/instances", #"{"name":"bench \#($0)"}"#) }, workspace)
        let requests = try ids().enumerated().map { index, id in
            ("/v1/sandbox/instances/\(id)/scan", #"{"number":"2547\#(String(format: "%08d", index + 10))"}"#)
        }
        try ask(requests, workspace)
    }

    /// Those that no phone has scanned yet.
    private func ids() throws(Failure) -> [String] {
        var ids: [String] = []
        var cursor: String?
        let api = API(url: url, key: key)
        repeat {
            let page = try api.call("GET", "/v1/instances?limit=\(Self.page)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            let waiting = (page["data"] as? [[String: Any]] ?? []).filter { $0["number"] as? String == nil }
            ids += waiting.compactMap { $0["id"] as? String }
            cursor = page["next_cursor"] as? String
        } while cursor != nil
        return ids
    }

    private func ask(_ requests: [(path: String, body: String)], _ workspace: Workspace) throws(Failure) {
        let blocks = requests.map { path, body in
            """
            url = "\(url)\(path)"
            header = "Authorization: Bearer \(key)"
            header = "Content-Type: application/json"
            data = "\(body.replacingOccurrences(of: "\"", with: "\\\""))"
            output = "/dev/null"
            write-out = "%{http_code}\\n"
            no-progress-meter
            """
        }
        let list = directory + "/requests"
        try workspace.write(blocks.joined(separator: "\nnext\n") + "\n", to: list, mode: 0o600)
        let answers = try Tool(
            "curl", "-sS", "--parallel", "--parallel-max", String(Self.width), "--max-time", String(Self.deadline), "-K", list
        ).text()
        let refused = answers.split(separator: "\n").filter { !$0.hasPrefix("2") }
        guard refused.isEmpty else { throw Failure("\(refused.count) of \(requests.count) requests were answered \(Set(refused).sorted())") }
    }
}
