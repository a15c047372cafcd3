import Foundation

/// The environment of the process, read here and nowhere else.
enum Environment {
    static var current: [String: String] { ProcessInfo.processInfo.environment }
}
