package import Core

/// News that a customer may want to hear, by webhook or stream, whatever the words.
package struct Notice: Sendable, Hashable {
    /// The event's own id, the same however often it is told.
    package let id: EventID
    /// Whose news it is.
    package let tenant: TenantID
    /// The instance it is about; nil for news of the tenant itself.
    package let instance: InstanceID?
    /// When it happened.
    package let occurredAt: Instant
    /// What happened.
    package let news: News

    /// What happened.
    package enum News: Sendable, Hashable {
        case messageReceived(MessageFacts)
        case messageSent(MessageFacts)
        case messageDelivered(MessageFacts)
        case messageRead(MessageFacts)
        case messageFailed(MessageFacts)
        case instanceConnected(number: PhoneNumber?)
        case instanceDegraded
        case instanceDisconnected(reason: String)
        case instanceLoggedOut
        case usageWarning(day: CivilDay, threshold: Int, messages: Int, allowed: Int)
    }

    /// Puts a notice together.
    package init(id: EventID, tenant: TenantID, instance: InstanceID?, occurredAt: Instant, news: News) {
        self.id = id
        self.tenant = tenant
        self.instance = instance
        self.occurredAt = occurredAt
        self.news = news
    }

    /// The word for what happened, by which endpoints filter; the native API's.
    package var kind: Kind {
        switch news {
        case .messageReceived: .messageReceived
        case .messageSent: .messageSent
        case .messageDelivered: .messageDelivered
        case .messageRead: .messageRead
        case .messageFailed: .messageFailed
        case .instanceConnected: .instanceConnected
        case .instanceDegraded: .instanceDegraded
        case .instanceDisconnected: .instanceDisconnected
        case .instanceLoggedOut: .instanceLoggedOut
        case .usageWarning: .usageWarning
        }
    }

    /// The chat it belongs to, in which order is promised; nil for news of the instance or the tenant itself.
    package var chat: JID? {
        switch news {
        case .messageReceived(let facts), .messageSent(let facts), .messageDelivered(let facts), .messageRead(let facts),
            .messageFailed(let facts):
            facts.chat
        case .instanceConnected, .instanceDegraded, .instanceDisconnected, .instanceLoggedOut, .usageWarning: nil
        }
    }

    /// The words for news.
    package enum Kind: String, Sendable, CaseIterable, Hashable {
        case messageReceived = "message.received"
        case messageSent = "message.sent"
        case messageDelivered = "message.delivered"
        case messageRead = "message.read"
        case messageFailed = "message.failed"
        case instanceConnected = "instance.connected"
        case instanceDisconnected = "instance.disconnected"
        case instanceLoggedOut = "instance.logged_out"
        case instanceDegraded = "instance.degraded"
        case usageWarning = "usage.warning"
    }
}
