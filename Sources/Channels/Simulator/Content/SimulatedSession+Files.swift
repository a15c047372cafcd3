import Contracts
import Core
import Crypto

/// Files that go out and come in.
extension SimulatedSession {
    /// The file is not what its reference says.
    private struct Spoilt: Error {}

    /// Takes the files of the next message to be answered over, whole, as WhatsApp's servers would before they take the message. Everything behind it
    /// waits: the order of a chat is part of the promise. Does nothing where the next message has none.
    func takeFiles(_ pause: inout BackOff) async {
        let next = state.withLock { state -> OutboundMessage? in
            guard let next = state.memory.unanswered.first, next.cargo == .expected else { return nil }
            return next.message
        }
        guard let next else { return }
        var cargo = Transmission.Cargo.whole
        do {
            for file in next.content.media { try await take(file) }
            pause.reset()
            network.journal?(JournalEntry(instance: instance, message: next))
        } catch Problem.notFound {
            cargo = .missing
        } catch is Spoilt {
            cargo = .missing
        } catch {
            network.runtime.log.warning("a file could not be read", ["instance.id": .string(instance.id.description)])
            return await sleep(pause.next(), as: .backOff)
        }
        state.withLock { state in
            // Nothing else takes messages away from the front, except for a link that has ended.
            guard state.memory.unanswered.first?.message == next else { return }
            state.memory.unanswered.changeFirst { $0.cargo = cargo }
        }
    }

    private func take(_ file: MediaReference) async throws {
        let digest = RunningSHA256()
        var count = 0
        try await media.read(file) { piece in
            guard piece.count <= MediaPiece.limit else { throw Spoilt() }
            if case .closed = self.state.withLock({ $0.line }) { throw CancellationError() }
            digest.update(piece)
            count += piece.count
        }
        guard count == file.bytes, digest.digest.bytes == file.sha256 else { throw Spoilt() }
    }

    /// Keeps a file that a simulated person sends, and says what it is; throws `.refused` for one that is not taken, `.overloaded` when it cannot be
    /// kept now.
    func keep(_ file: WrittenMessage.File) async throws(SendFailure) -> MediaReference {
        let bytes = file.bytes ?? SampleFile.bytes(of: file.kind)
        var start = 0
        do {
            return try await media.store(file.kind, fileName: file.name) {
                guard start < bytes.count else { return nil }
                let end = min(start + MediaPiece.limit, bytes.count)
                defer { start = end }
                return Array(bytes[start..<end])
            }
        } catch Problem.tooLarge {
            throw .refused
        } catch Problem.invalid {
            throw .refused
        } catch {
            throw .overloaded
        }
    }
}
