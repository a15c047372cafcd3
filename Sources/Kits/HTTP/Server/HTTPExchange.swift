/// A request under way whose answer is not known yet: one that has content, or that a task answers. Belongs to its loop's thread.
final class HTTPExchange: @unchecked Sendable {
    let head: HTTPRequestHead
    let headBytes: [UInt8]
    var rules: HTTPAnswerHead.Rules
    let received: Duration

    /// Content that is still to come, when its length is known.
    var remaining: Int
    var decoder = HTTPChunkDecoder()
    /// Content that is gathered before the handler starts.
    var content: [UInt8] = []
    /// Where content goes that the handler reads as it arrives.
    var stream: HTTPBodyStream?
    var isContentComplete = false

    /// When content could first be expected, moved on by pauses that are ours; for the minimum rate.
    var contentStart: Int64 = 0
    var contentCount = 0
    var lastContent: Int64 = 0
    /// Since when we do not receive because the reader is behind.
    var pausedSince: Int64?
    /// The client waits for `100 Continue`.
    var owesContinue: Bool

    /// The handler at work.
    var task: Task<Void, Never>?
    /// The answer's head is written, its content follows.
    var isStreaming = false
    /// How many bytes of the content are still to be written, where the head has promised a number.
    var promised: Int?
    var writers: [CheckedContinuation<Bool, Never>] = []

    init(head: HTTPRequestHead, headBytes: [UInt8], rules: HTTPAnswerHead.Rules, received: Duration) {
        self.head = head
        self.headBytes = headBytes
        self.rules = rules
        self.received = received
        if case .length(let length) = head.framing { remaining = length } else { remaining = 0 }
        owesContinue = head.expectsContinue
    }

    /// Nobody answers this request any more: whoever works on it is told.
    func abandon(_ error: HTTPBodyError) {
        stream?.end(.failure(error))
        if isStreaming || stream != nil { task?.cancel() }
        for writer in writers {
            writer.resume(returning: false)
        }
        writers = []
    }
}
