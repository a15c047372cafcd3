import ChannelSimulator
import Contracts
import Glibc

/// Writes down each message that the simulated network received, a line each, so that a test can look after the process was killed.
final class Journal: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DataFolderError(path, "cannot be written", errno) }
    }

    @Sendable func append(_ entry: JournalEntry) {
        let line = Array("\(entry.instance.id) \(entry.whatsAppID) \(entry.chat)\n".utf8)
        _ = write(descriptor, line, line.count)
    }

    deinit { close(descriptor) }
}
