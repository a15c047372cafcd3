import API
import Contracts
import Messaging

/// The answer to `POST /send-message` (contract FS2-36 to FS2-43).
struct SendReport: Sendable {
    var sentAt: String
    var successful: [String] = []
    var failed: [String] = []
    var invalid: [String] = []
    /// Not decided when the time was up; neither sent nor failed.
    var pending: [String]?

    var total: Int { successful.count + failed.count + invalid.count + (pending?.count ?? 0) }

    static let shape = Shape.object(
        { (_: Bool, _: String, sentAt: String, _: Int, successful: [String], failed: [String], invalid: [String], pending: [String]?) in
            SendReport(sentAt: sentAt, successful: successful, failed: failed, invalid: invalid, pending: pending)
        },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { "Message sending completed: \($0.successful.count) successful, \($0.failed.count) failed" }, .text()),
        Field("sent_at", \.sentAt, .text(), "When the request was accepted, UTC"),
        Field("total_recipients", \.total, .integer(), "How many were asked for, duplicates merged"),
        Field("successful_recipients", \.successful, .list(of: .text()), "WhatsApp has the message"),
        Field("failed_recipients", \.failed, .list(of: .text()), "WhatsApp refused the message"),
        Field("invalid_recipients", \.invalid, .list(of: .text()), "Not a number, or not on WhatsApp"),
        Field(
            "pending_recipients", \.pending, optional: .list(of: .text()),
            "Accepted and on its way, but not acknowledged within the time that the answer waits")
    ).named("SendReport")

    static let example = SendReport(
        sentAt: "2023-12-01T12:01:00Z", successful: ["254712345678@s.whatsapp.net", "254798765432@s.whatsapp.net"])
}

extension SendReport {
    /// Sorts what became of the messages into the document's lists.
    init(_ acceptance: Acceptance, _ records: [MessageRecord], malformed: [String]) {
        sentAt = Values.seconds(acceptance.at)
        var seen: Set<String> = []
        invalid = malformed.filter { seen.insert($0).inserted }
        for record in records {
            let chat = record.chat.description
            switch (record.status, record.failure) {
            case (.sent, _), (.delivered, _), (.read, _): successful.append(chat)
            case (.failed, .notOnWhatsApp): invalid.append(record.chat.user)
            case (.failed, _), (.withdrawn, _): failed.append(chat)
            case (.pending, _), (.scheduled, _): pending = (pending ?? []) + [chat]
            }
        }
    }
}
