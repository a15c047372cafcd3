import Foundation
import TestSupport
import Testing

/// The check by somebody else's hand: the PyPI package `standardwebhooks`, where `dev test` has prepared it.
enum StandardWebhooks {
    /// The interpreter of the virtual environment with the checkers; nil where there is none.
    static var python: String? { ProcessInfo.processInfo.environment["HERALD_CHECKERS"] }

    static func verify(_ received: WebhookReceiver.Received, secret: String, in folder: Folder) async throws {
        guard let python else { return }
        let good = try check(received.body, received, secret, python, folder)
        #expect(good.code == 0, "\(good.errors)")
        var forged = received.body
        forged[forged.count / 2] ^= 1
        #expect(try check(forged, received, secret, python, folder).code != 0)
    }

    private static func check(
        _ body: [UInt8], _ received: WebhookReceiver.Received, _ secret: String, _ python: String, _ folder: Folder
    ) throws -> Run.Result {
        let file = folder.path + "/body-\(UUID().uuidString)"
        try Data(body).write(to: URL(filePath: file))
        let script = """
            import sys
            from standardwebhooks import Webhook
            headers = {"webhook-id": sys.argv[3], "webhook-timestamp": sys.argv[4], "webhook-signature": sys.argv[5]}
            Webhook(sys.argv[2]).verify(open(sys.argv[1], "rb").read().decode("utf-8", "surrogateescape"), headers)
            """
        return try Run.command(python, ["-c", script, file, secret, received.id, received.timestamp, received.signature], in: folder)
    }
}
