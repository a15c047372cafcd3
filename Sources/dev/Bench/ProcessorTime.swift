import Foundation

/// Processor time that processes have used, from `/proc` (proc(5)).
enum ProcessorTime {
    /// Of one process, all its threads; microseconds.
    static func of(_ process: pid_t) -> Double { read(process).map { microseconds($0.own) } ?? 0 }

    /// Of a process, its descendants, and those of them that have ended.
    static func ofTree(_ root: pid_t) -> Double {
        // A process may end while we look; its parent then has its time.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let all = names.compactMap { pid_t($0) }.compactMap { process in read(process).map { (process, $0) } }
        var members: Set<pid_t> = [root]
        var grown = true
        while grown {
            let children = all.filter { members.contains($0.1.parent) }.map(\.0)
            grown = !members.isSuperset(of: children)
            members.formUnion(children)
        }
        return all.filter { members.contains($0.0) }.reduce(0) { $0 + microseconds($1.1.own + $1.1.ended) }
    }

    private struct Usage {
        let parent: pid_t
        /// Ticks.
        let own: Double
        let ended: Double
    }

    private static func read(_ process: pid_t) -> Usage? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let name = text.lastIndex(of: ")") else { return nil }
        // The name may hold spaces; after it come state, parent and the rest, so that field 14 is the 12th.
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 14, let parent = pid_t(fields[1]) else { return nil }
        let ticks = fields[11...14].map { Double($0) ?? 0 }
        return Usage(parent: parent, own: ticks[0] + ticks[1], ended: ticks[2] + ticks[3])
    }

    private static func microseconds(_ ticks: Double) -> Double { ticks * 1e6 / Double(sysconf(Int32(_SC_CLK_TCK))) }
}
