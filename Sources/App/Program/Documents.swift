import API
import Contracts
import Core
import Glibc

/// `herald openapi`: writes one document for each API that is spoken.
enum Documents {
    /// Into the folder, a file for each; without a folder the native one goes to standard output.
    static func write(to directory: String?) throws {
        let dialects = try Deployment.describedDialects()
        guard let directory else {
            if let native = dialects.first { Console.say(OpenAPIDocument(native).text) }
            return
        }
        for dialect in dialects {
            try write(OpenAPIDocument(dialect).text, to: "\(directory)/\(dialect.name.rawValue).json")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DataFolderError(path, "cannot be written", errno) }
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw DataFolderError(path, "cannot be written", errno) }
            bytes = bytes.dropFirst(count)
        }
    }
}
