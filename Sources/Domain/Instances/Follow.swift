package import Contracts
import Core
import Events

/// Following an instance as it changes.
extension Instances {
    /// How many changes are kept for a slow follower; older ones are dropped.
    package static let changesLimit = 16
    /// How often a follower looks for changes that another process made.
    static let followInterval: Duration = .seconds(1)

    /// What shows of the instance now, and every change from then on. Begins to pair anew where nothing is linked and no code is shown. Ends when
    /// the instance is gone.
    package func changes(of id: InstanceID, as caller: Caller) async throws -> AsyncStream<InstanceChange> {
        let news = watch(id)
        _ = try await change(id, as: caller) { row in row.lifecycle.on(.showCode) }
        let (stream, continuation) = AsyncStream.makeStream(of: InstanceChange.self, bufferingPolicy: .bufferingNewest(Self.changesLimit))
        let follower = Task {
            await follow(id, as: caller, news) { continuation.yield($0) }
            continuation.finish()
        }
        continuation.onTermination = { _ in follower.cancel() }
        return stream
    }

    /// Ticks when the instance may have changed: at once for changes made by this process, within `followInterval` for others.
    func watch(_ id: InstanceID) -> AsyncStream<Void> {
        watch(context.signals.listen(InstanceChanged.self, to: id), every: Self.followInterval)
    }

    /// Ticks at each piece of news, and every `interval` without one.
    func watch(_ news: AsyncStream<some Sendable>, every interval: Duration) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let clock = context.clock
        let listener = Task {
            for await _ in news { continuation.yield() }
        }
        let ticker = Task {
            while !Task.isCancelled {
                do { try await clock.sleep(for: interval) } catch { return }
                continuation.yield()
            }
        }
        continuation.onTermination = { _ in
            listener.cancel()
            ticker.cancel()
        }
        return stream
    }

    private func follow(
        _ id: InstanceID, as caller: Caller, _ news: AsyncStream<Void>, _ tell: (InstanceChange) -> Void
    ) async {
        guard var told = await tellNews(of: id, as: caller, since: [], tell) else { return }
        for await _ in news {
            guard let now = await tellNews(of: id, as: caller, since: told, tell) else { return }
            told = now
        }
    }

    /// Looks at the instance and tells what shows of it and was not told; answers what was told last, nil when the instance is gone.
    private func tellNews(
        of id: InstanceID, as caller: Caller, since told: [InstanceChange], _ tell: (InstanceChange) -> Void
    ) async -> [InstanceChange]? {
        do {
            let row = try await row(id, as: caller)
            let codes = [try await code(row.lifecycle.code, of: row), try await code(row.lifecycle.typedCode, of: row)]
            let changes = InstanceChange.all(of: row.details, codes: codes.compactMap(\.self))
            guard !changes.isEmpty else { return told }
            for change in changes where !told.contains(change) { tell(change) }
            return changes
        } catch Problem.notFound {
            return nil
        } catch {
            // The database will be there again; until then nothing is known to have changed.
            context.runtime.log.debug("an instance could not be looked at", ["instance.id": .string(id.description)])
            return told
        }
    }
}
