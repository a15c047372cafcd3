package import Contracts
import Core
import Database

extension Messaging {
    /// How many steps are told at most: the first that were written down, and fewer than twenty that the message's row tells itself.
    package static let stepsPerTimeline = TimelineStore.stepsLimit + 20

    /// Every step on a message's way, the first one first, and for one that is still open what it waits for and when that is looked at next.
    package func timeline(of id: MessageID, as caller: Caller) async throws -> [TimelineStep] {
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        let message = try await reached(id, by: caller)
        guard message.direction == .outbound else { return [TimelineStep(at: message.createdAt, step: "received")] }
        let instance = InstanceReference(tenant: caller.tenant, id: message.instance)
        let (course, steps, pause) = try await database.read(as: caller.tenant) { tx in
            (
                try TimelineStore.course(of: id, of: caller.tenant, in: tx), try TimelineStore.steps(of: id, of: caller.tenant, in: tx),
                try TimelineStore.pause(of: message.lane, of: instance, in: tx)
            )
        }
        guard let course else { throw Problem.notFound(.message) }
        return course.steps(with: steps)
            + (course.wait(pause: pause, instance: try await status(of: message.instance, for: caller), now: runtime.clock.now).map { [$0] } ?? [])
    }

    /// How the instance stands; nil if it is gone.
    private func status(of instance: InstanceID, for caller: Caller) async throws -> InstanceStatus? {
        do {
            return try await directory.instance(instance, for: caller).status
        } catch Problem.notFound {
            return nil
        }
    }
}

extension TimelineStore.Course {
    /// The steps that the row tells, with those that it does not.
    func steps(with others: [TimelineStep]) -> [TimelineStep] {
        var steps = [TimelineStep(at: createdAt, step: "accepted", detail: lane == .bulk ? "In the bulk lane." : nil)]
        if let sendAt { steps.append(TimelineStep(at: createdAt, step: "scheduled", detail: "To be sent at \(sendAt).")) }
        if hasQueued { steps.append(TimelineStep(at: max(dueAt, createdAt), step: "queued")) }
        if let claimedAt {
            steps.append(TimelineStep(at: claimedAt, step: "handed_over", detail: tries > 1 ? "For the \(tries). time." : nil))
        }
        if let sentAt { steps.append(TimelineStep(at: sentAt, step: "sent")) }
        if let deliveredAt { steps.append(TimelineStep(at: deliveredAt, step: "delivered")) }
        if let readAt { steps.append(TimelineStep(at: readAt, step: "read")) }
        if let endedAt {
            switch state {
            case .failed: steps.append(TimelineStep(at: endedAt, step: "failed", detail: failure.map { "\($0.rawValue): \($0.detail)" }))
            case .withdrawn: steps.append(TimelineStep(at: endedAt, step: "withdrawn"))
            case .scheduled, .held, .queued, .sending, .sent, .delivered, .read, .received: break
            }
        }
        // In the order of time; what happened at one time keeps the order above.
        return (steps + others).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// Whether it has been in the queue: what waits for its time has not, nor what was ended before that or as it came.
    private var hasQueued: Bool {
        switch state {
        case .scheduled: false
        case .failed: failure != .quotaExceeded
        case .withdrawn: endedAt ?? dueAt >= sendAt ?? createdAt
        case .held, .queued, .sending, .sent, .delivered, .read, .received: true
        }
    }

    /// What the message waits for; nil once it waits for nothing.
    func wait(pause: TimelineStore.Pause?, instance: InstanceStatus?, now: Instant) -> TimelineStep? {
        switch state {
        case .scheduled: TimelineStep(at: dueAt, step: Self.waiting, detail: "For its time.")
        case .held: TimelineStep(at: now + Dispatcher.poll, step: Self.waiting, detail: "For its campaign to be resumed.")
        case .queued: queueing(pause: pause, instance: instance, now: now)
        case .sending:
            TimelineStep(
                at: (claimedAt ?? now) + Lane.answerLimit, step: Self.waiting,
                detail: "For WhatsApp's answer; without one it is handed over again, \(Messaging.triesLimit) times at most.")
        case .sent, .delivered, .read, .failed, .withdrawn, .received: nil
        }
    }

    private func queueing(pause: TimelineStore.Pause?, instance: InstanceStatus?, now: Instant) -> TimelineStep {
        guard let instance, instance.isReady else {
            let status = instance.map { "is \($0.rawValue)" } ?? "is gone"
            return TimelineStep(
                at: max(dueAt + Messaging.holdLimit, now), step: Self.waiting,
                detail: "For the instance, which \(status); it fails unless that is connected by then.")
        }
        if let pause, pause.until > now {
            return TimelineStep(at: pause.until, step: Self.waiting, detail: "The instance pauses: \(pause.reason).")
        }
        return TimelineStep(at: now + Dispatcher.poll, step: Self.waiting, detail: "For its turn.")
    }

    private static let waiting = "waiting"
}
