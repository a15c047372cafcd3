import Foundation

/// Memory that a process has, from `/proc` (proc(5)).
enum Memory {
    /// What of it is in RAM, in bytes.
    static func resident(of process: pid_t) throws(Failure) -> Int {
        let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure("the memory of process \(process) cannot be read")
        }
        return kibibytes * 1024
    }
}
