package import Core

/// A tenant's own limits, as far as it has any.
package struct Overrides: Sendable, Hashable {
    /// By what they limit.
    package var limits: [LimitName: Override]
    /// On the size of media, in bytes.
    package var mediaBytes: [MediaKind: Override]

    /// Puts them together.
    package init(limits: [LimitName: Override] = [:], mediaBytes: [MediaKind: Override] = [:]) {
        self.limits = limits
        self.mediaBytes = mediaBytes
    }

    private static let mediaName = "media_bytes"

    /// With the native API's words; what a tenant has not of its own is left out.
    package var json: JSON {
        var members = LimitName.allCases.compactMap { name in limits[name].map { JSON.Member(name.rawValue, $0.json) } }
        let media = MediaKind.limited.compactMap { kind in mediaBytes[kind].map { JSON.Member(kind.rawValue, $0.json) } }
        if !media.isEmpty { members.append(JSON.Member(Self.mediaName, .object(media))) }
        return .object(members)
    }

    /// Reads what `json` wrote; whatever else there is, is left out.
    package init(json: JSON) {
        limits = [:]
        mediaBytes = [:]
        for name in LimitName.allCases { limits[name] = json[name.rawValue].flatMap { Override(json: $0) } }
        for kind in MediaKind.limited { mediaBytes[kind] = json[Self.mediaName]?[kind.rawValue].flatMap { Override(json: $0) } }
    }

    /// What becomes of them by the changes.
    package func changed(by changes: OverrideChanges) -> Overrides {
        var changed = self
        for (name, change) in changes.limits { changed.limits[name] = change.applied(to: limits[name]) }
        for (kind, change) in changes.mediaBytes { changed.mediaBytes[kind] = change.applied(to: mediaBytes[kind]) }
        return changed
    }
}
