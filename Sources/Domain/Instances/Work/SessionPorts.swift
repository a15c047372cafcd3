package import Contracts

/// What sessions are wired to: where it goes what they tell of messages and groups, and where their files are.
package struct SessionPorts: Sendable {
    let traffic: any MessageTraffic
    let groups: any GroupTraffic
    let media: any SessionMediaSource

    /// Puts the ports together.
    package init(traffic: any MessageTraffic, groups: any GroupTraffic, media: any SessionMediaSource) {
        self.traffic = traffic
        self.groups = groups
        self.media = media
    }
}
