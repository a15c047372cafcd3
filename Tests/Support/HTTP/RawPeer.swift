import Glibc
import Net

/// One connection to a `RawServer`, blocking. Belongs to the thread of its script.
package final class RawPeer {
    private let descriptor: Int32
    private let session: TLSSession?
    private var pending: [UInt8] = []
    private var isOpen = true
    /// Whether the TLS handshake went well, if there is one.
    package private(set) var isReady = true

    init(_ descriptor: Int32, tls: TLSContext?) {
        self.descriptor = descriptor
        session = tls.map { TLSSession(accepting: $0) }
        guard let session else { return }
        // The error is the client's to report.
        while let done = try? session.handshake() {
            flush()
            if done { return }
            guard receiveRaw() else { break }
        }
        flush()
        isReady = false
    }

    /// The next request with its content, as text; nil when the client has closed.
    package func request() -> String? { message().map { $0.head + String(decoding: $0.content, as: UTF8.self) } }

    /// The next request's head and content; nil when the client has closed. Content is taken by its length only.
    package func message() -> (head: String, content: [UInt8])? {
        guard let head = head() else { return nil }
        let lines = head.lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        while pending.count < length { guard receive() else { return nil } }
        defer { pending.removeFirst(length) }
        return (head, Array(pending.prefix(length)))
    }

    /// The next request's head alone, its content left where it is; nil when the client has closed.
    package func head() -> String? {
        let end: [UInt8] = [13, 10, 13, 10]
        var searched = 0
        while true {
            if pending.count >= 4 {
                for start in searched...(pending.count - 4) where pending[start..<start + 4].elementsEqual(end) {
                    let head = String(decoding: pending.prefix(start + 4), as: UTF8.self)
                    pending.removeFirst(start + 4)
                    return head
                }
                searched = pending.count - 3
            }
            guard receive() else { return nil }
        }
    }

    /// Sends text.
    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends bytes.
    package func send(_ bytes: [UInt8]) {
        guard let session else { return sendRaw(bytes) }
        do { try bytes.withUnsafeBytes { try session.write($0) } } catch { return }
        flush()
    }

    /// Waits until the client has closed the connection, and drops what it sends.
    package func waitForClose() {
        while receive() { pending.removeAll(keepingCapacity: true) }
    }

    /// Closes without TLS's farewell.
    package func cut() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }

    /// Closes with a reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        cut()
    }

    /// Closes in good order.
    package func close() {
        guard isOpen else { return }
        session?.close()
        flush()
        cut()
    }

    private func receive() -> Bool {
        guard let session else { return receiveRaw() }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            guard let outcome = try? buffer.withUnsafeMutableBytes({ try session.read(into: $0) }) else { return false }
            switch outcome {
            case .bytes(let count):
                pending += buffer.prefix(count)
                return true
            case .starved: guard receiveRaw() else { return false }
            case .ended: return false
            }
        }
    }

    private func receiveRaw() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        if let session {
            buffer.withUnsafeBytes { session.receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        } else {
            pending += buffer.prefix(count)
        }
        return true
    }

    private func flush() {
        var bytes: [UInt8] = []
        session?.takeOutgoing(into: &bytes)
        sendRaw(bytes)
    }

    private func sendRaw(_ bytes: [UInt8]) {
        var sent = 0
        while isOpen, sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
