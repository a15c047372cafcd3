package import Contracts

/// What a plan allows. Nil is unlimited.
package struct Limits: Sendable, Hashable {
    /// How many instances there may be.
    package var maxInstances: Int?
    /// How many messages are accepted in a day of UTC.
    package var messagesPerDay: Int?
    /// How many requests a key may make in a second.
    package var requestsPerSecond: Int?
    /// How many API keys there may be.
    package var maxKeys: Int?
    /// How many webhook endpoints there may be.
    package var maxWebhookEndpoints: Int?
    /// How large media may be, in bytes. A kind that is missing is unlimited; voice notes are audio.
    package var mediaBytes: [MediaKind: Int]

    /// Puts limits together; what is left out is unlimited.
    package init(
        maxInstances: Int? = nil, messagesPerDay: Int? = nil, requestsPerSecond: Int? = nil, maxKeys: Int? = nil, maxWebhookEndpoints: Int? = nil,
        mediaBytes: [MediaKind: Int] = [:]
    ) {
        self.maxInstances = maxInstances
        self.messagesPerDay = messagesPerDay
        self.requestsPerSecond = requestsPerSecond
        self.maxKeys = maxKeys
        self.maxWebhookEndpoints = maxWebhookEndpoints
        self.mediaBytes = mediaBytes
    }

    /// The greatest number that anything can be limited to.
    package static let greatest = Int(Int32.max)

    /// The limit of that name.
    package subscript(name: LimitName) -> Int? {
        get {
            switch name {
            case .maxInstances: maxInstances
            case .messagesPerDay: messagesPerDay
            case .requestsPerSecond: requestsPerSecond
            case .maxKeys: maxKeys
            case .maxWebhookEndpoints: maxWebhookEndpoints
            }
        }
        set {
            switch name {
            case .maxInstances: maxInstances = newValue
            case .messagesPerDay: messagesPerDay = newValue
            case .requestsPerSecond: requestsPerSecond = newValue
            case .maxKeys: maxKeys = newValue
            case .maxWebhookEndpoints: maxWebhookEndpoints = newValue
            }
        }
    }

    /// What may be set, by what it limits: nobody can be let make no request at all.
    static func range(of name: LimitName) -> ClosedRange<Int> {
        switch name {
        case .requestsPerSecond: 1...greatest
        case .maxInstances, .messagesPerDay, .maxKeys, .maxWebhookEndpoints: 0...greatest
        }
    }

    /// What may be set for media.
    static let mediaRange = 0...greatest

    static func violation(at pointer: String, allowing range: ClosedRange<Int>) -> Violation {
        Violation(pointer, "Must be \(range.lowerBound) to \(range.upperBound).")
    }

    /// Every rule that they break.
    var violations: [Violation] {
        LimitName.allCases.compactMap { name in
            let range = Self.range(of: name)
            return self[name].map(range.contains) == false ? Self.violation(at: "/limits/\(name.rawValue)", allowing: range) : nil
        }
            + MediaKind.allCases.compactMap { kind in
                guard let bytes = mediaBytes[kind] else { return nil }
                let pointer = "/limits/media_bytes/\(kind.rawValue)"
                guard MediaKind.limited.contains(kind) else { return Violation(pointer, "Plans do not tell this kind apart.") }
                return Self.mediaRange.contains(bytes) ? nil : Self.violation(at: pointer, allowing: Self.mediaRange)
            }
    }
}
