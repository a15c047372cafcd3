/// Something generated and committed that no longer is what generating gives.
enum Drift {
    /// Fails, naming the files, where the folder `committed` does not hold exactly the files of `fresh`.
    static func refuse(_ committed: String, unlike fresh: String, mending command: String, in workspace: Workspace) throws(Failure) {
        let names = try Set(workspace.names(in: committed) + workspace.names(in: fresh)).sorted()
        var stale: [String] = []
        for name in names {
            // A file that is missing on one side differs from the one on the other.
            let old = try? workspace.read("\(committed)/\(name)")
            let new = try? workspace.read("\(fresh)/\(name)")
            if old != new { stale.append(name) }
        }
        if !stale.isEmpty { throw Failure("stale: \(stale.joined(separator: ", ")); run: \(command)") }
    }

    /// Fails where the file `committed` is not `fresh`.
    static func refuse(_ committed: String, isNot fresh: String, mending command: String, in workspace: Workspace) throws(Failure) {
        // A file that is missing differs.
        if (try? workspace.read(committed)) != fresh {
            throw Failure("stale: \(committed.dropFirst(workspace.root.count + 1)); run: \(command)")
        }
    }
}
