import Core

/// How fast an instance may send over a channel without WhatsApp taking it for a spammer. What exceeds it waits; nothing is lost.
package struct Pacing: Sendable, Hashable {
    /// How much may be sent in a day (UTC).
    package enum DayLimits: Sendable, Hashable {
        /// As much as there is.
        case none
        /// What is advised for a link of its age.
        case warmUp
        /// So many messages, and so many of the bulk lane to people who have never been in touch.
        case fixed(messages: Int, contacts: Int)
    }

    /// How long the bulk lane rests after WhatsApp has refused a message to somebody new (acknowledgement error 463).
    package struct Rest: Sendable, Hashable {
        /// The first time.
        package let first: Duration
        /// At most, having doubled from one time to the next without a success between them.
        package let limit: Duration

        /// Pairs the two.
        package init(first: Duration, limit: Duration) {
            self.first = first
            self.limit = limit
        }

        /// How long to rest the `times`th time in a row, from 1.
        package func duration(_ times: Int) -> Duration {
            var duration = first
            for _ in 1..<max(times, 1) where duration < limit { duration *= 2 }
            return min(duration, limit)
        }
    }

    /// How long at least lies between two messages.
    package let gap: Duration
    /// At most so much is added to each gap, by chance: a machine's beat is easily told from a person's.
    package let jitter: Duration
    /// How much may be sent in a day.
    package let dayLimits: DayLimits
    /// How long the bulk lane rests after a refusal.
    package let rest: Rest

    /// Puts a pacing together.
    package init(gap: Duration = .zero, jitter: Duration = .zero, dayLimits: DayLimits = .none, rest: Rest = .real) {
        self.gap = gap
        self.jitter = jitter
        self.dayLimits = dayLimits
        self.rest = rest
    }

    /// Of the simulated WhatsApp, which has nobody to annoy: as fast as it goes, and a rest that a test can sit out.
    package static let simulated = Pacing(rest: Rest(first: .seconds(2), limit: .seconds(60)))
    /// Of a linked device: about as fast as somebody quick types.
    package static let linkedDevice = Pacing(gap: .seconds(1), jitter: .seconds(2), dayLimits: .warmUp)

    /// The most messages, and the most of them to people who have never been in touch, in a day of an instance that was linked so many days ago;
    /// nil where nothing is limited.
    package func limits(age: Int) -> (messages: Int, contacts: Int)? {
        switch dayLimits {
        case .none: return nil
        case .warmUp:
            let advised = WarmUp(age: age)
            return (advised.messagesADay, advised.newContactsADay)
        case .fixed(let messages, let contacts): return (messages, contacts)
        }
    }
}

extension Pacing.Rest {
    /// WhatsApp does not say how long it holds an account back; asking once an hour makes nothing worse.
    package static let real = Pacing.Rest(first: .seconds(3600), limit: .seconds(24 * 3600))
}
