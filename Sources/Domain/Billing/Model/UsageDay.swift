package import Core

/// What a tenant used up in a day of UTC.
package struct UsageDay: Sendable, Hashable {
    /// Which day.
    package let day: CivilDay
    /// Messages that were accepted and not given back.
    package let messages: Int
    /// Requests that were answered, whatever the answer; counted a few seconds later.
    package let apiRequests: Int

    /// Puts a day together.
    package init(day: CivilDay, messages: Int, apiRequests: Int) {
        self.day = day
        self.messages = messages
        self.apiRequests = apiRequests
    }
}
