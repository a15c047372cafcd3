import TestSupport

/// Requests byte by byte, for limits of what surrounds a body.
enum Wire {
    /// The status with which a server answers these bytes; 0 where it does not.
    static func status(of request: String, port: Int) async -> Int {
        await withCheckedContinuation { continuation in
            RawSocket.onThread {
                var answer: [UInt8] = []
                if let descriptor = RawSocket.connect(port: port) {
                    if RawSocket.send(Array(request.utf8), to: descriptor) {
                        while answer.count < 16, RawSocket.receive(from: descriptor, into: &answer) {}
                    }
                    RawSocket.disconnect(descriptor)
                }
                let words = String(decoding: answer, as: UTF8.self).split(separator: " ", maxSplits: 2)
                continuation.resume(returning: words.count > 1 ? Int(words[1]) ?? 0 : 0)
            }
        }
    }
}
