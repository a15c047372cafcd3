/// The buffers of a loop's connections. An idle connection has none.
struct HTTPBufferPool {
    /// How many of each kind are kept.
    private static let kept = 64
    /// Output buffers that have grown beyond this many bytes are given up.
    private static let outputLimit = 64 * 1024

    private var inputs: [[UInt8]] = []
    private var outputs: [[UInt8]] = []

    mutating func takeInput() -> [UInt8] { inputs.popLast() ?? [UInt8](repeating: 0, count: HTTPInput.size) }

    mutating func giveInput(_ buffer: inout [UInt8]) {
        if inputs.count < Self.kept, buffer.count == HTTPInput.size { inputs.append(buffer) }
        buffer = []
    }

    mutating func takeOutput() -> [UInt8] { outputs.popLast() ?? [] }

    mutating func giveOutput(_ buffer: inout [UInt8]) {
        if outputs.count < Self.kept, buffer.capacity <= Self.outputLimit {
            buffer.removeAll(keepingCapacity: true)
            outputs.append(buffer)
        }
        buffer = []
    }
}
