import Auth
import Contracts
import Core
import HTTP
import Testing

extension Exchange {
    /// Plays the exchange as a tenant of its own, and fails the test for every answer that is not as expected. The suite's Herald is used, or a
    /// new one where there is none or the exchange changes what belongs to all.
    package func play() async throws {
        if let harness = Harness.shared, settings.isEmpty, !givens.contains(Self.ownHerald) {
            try await play(in: harness)
        } else {
            try await Harness.with(settings) { try await play(in: $0) }
        }
    }

    private static let ownHerald = "a Herald of its own"

    private func play(in harness: Harness) async throws {
        try await WebhookReceiver.with { receiver in
            try await FileServer.with { files in
                let logged = harness.log.messages.count
                var bindings = try await bindings(in: harness, receiver)
                bindings["files"] = files.url
                for (index, step) in steps.enumerated() {
                    try await play(step, "request \(index + 1)", in: harness, &bindings)
                }
                let log = harness.log.messages.dropFirst(logged)
                #expect(!log.contains("a request met an error that nobody foresaw"))
                #expect(!log.contains("a route failed in a way that it does not declare"))
            }
        }
    }

    private func play(_ step: Step, _ name: String, in harness: Harness, _ bindings: inout ExchangePattern.Bindings) async throws {
        var differences: [String] = []
        var remembered = bindings
        func isFitting() async throws -> Bool {
            remembered = bindings
            differences = try await step.differences(in: harness, &remembered)
            return differences.isEmpty
        }
        if step.expected.isEventual {
            do {
                try await eventually("the answer fits", isFitting)
            } catch is NeverHappened {}  // the differences of the last answer say more
        } else {
            _ = try await isFitting()
        }
        for difference in differences {
            Issue.record("\(name), \(step.method) \(step.target): \(difference)")
        }
        bindings = remembered
    }

    /// A time of tomorrow, as FlareSend v2 writes it.
    private func tomorrow(_ harness: Harness) -> String {
        (harness.database.runtime.clock.now + .seconds(86_400)).rfc3339(milliseconds: false).prefix(10) + " 13:48:00"
    }

    /// What the names in braces stand for, once what is given has been made true.
    private func bindings(in harness: Harness, _ receiver: WebhookReceiver) async throws -> ExchangePattern.Bindings {
        let tenant = try await harness.tenant(name, plan: givens.contains("the free plan") ? "free" : "pro")
        var bindings = [
            "key": tenant.key, "test_key": tenant.testKey, "tenant": tenant.id.description, "slug": name, "operator_key": Harness.adminKey,
            "receiver": receiver.url, "nobody": "00000000-0000-7000-8000-000000000000", "owner_email": tenant.owner.email,
            "owner_password": tenant.owner.password, "tomorrow": tomorrow(harness),
        ]
        for given in givens {
            switch given {
            case Self.ownHerald, "the free plan": break
            case "a linked instance": bindings["instance"] = try await tenant.linkedInstance()
            case "an instance that shows a code": bindings["instance"] = try await tenant.pairingInstance()
            case "an instance outside the sandbox":
                let instance = try await tenant.linkedInstance()
                try await harness.database.script("UPDATE instances.instance SET sandbox = false WHERE id = '\(instance)'")
                bindings["instance"] = instance
            case "the linked instance that MsgFlash's document shows":
                let instance = try await tenant.linkedInstance("33612345678")
                try await harness.database.script("UPDATE instances.instance SET name = 'boutique-principale' WHERE id = '\(instance)'")
                bindings["instance"] = instance
            case "a suspended tenant":
                try await harness.database.script("UPDATE accounts.tenant SET status = 'suspended' WHERE id = '\(tenant.id)'")
            case "another tenant":
                let other = try await harness.tenant(name + "-other")
                bindings["other_slug"] = name + "-other"
                bindings["other_key"] = other.key
                bindings["other_tenant"] = other.id.description
                bindings["other_instance"] = try await other.linkedInstance()
            case "a key that only reads":
                bindings["reading_key"] = try await harness.key(of: tenant, scopes: .read)
            case "an owner signed in": bindings["owner_token"] = try await tenant.signedInOwner().token
            case "a viewer signed in":
                let viewer = try await tenant.person(.viewer)
                (bindings["viewer_token"], bindings["viewer"]) = (viewer.token, viewer.id)
            case "a receiver that answers 500": receiver.answer([500])
            default: throw TestFiles.Failure("\(name) needs what nobody can give: \(given)")
            }
        }
        return bindings
    }
}

extension Exchange.Step {
    fileprivate func differences(in harness: Harness, _ bindings: inout ExchangePattern.Bindings) async throws -> [String] {
        var fields = HTTPFields()
        for header in headers {
            fields.add(header.name, try ExchangePattern.fill(header.value, bindings))
        }
        let filled = try ExchangePattern.fill(body, bindings)
        // Lines of a form end as its standard says, and after its last there is an end, too (RFC 2046, section 5.1.1).
        let isForm = headers.contains { $0.name.lowercased() == "content-type" && $0.value.hasPrefix("multipart/") }
        let content = Array((isForm ? filled.replacing("\n", with: "\r\n") + "\r\n" : filled).utf8)
        let answer = try await harness.client.send(method, ExchangePattern.fill(target, bindings), fields, content)
        guard answer.status == expected.status else { return ["the status is \(answer.status): \(answer.text)"] }
        var differences: [String] = []
        // Every answer of every dialect has one (decisions, "Errors the documents do not print").
        if answer.header("X-Request-Id") == nil { differences.append("there is no X-Request-Id") }
        for (name, value) in expected.headers {
            let found = answer.header(name)
            let isFitting = try value == "{{nothing}}" ? found == nil : found.map { try ExchangePattern.matches(value, $0, &bindings) } ?? false
            if !isFitting { differences.append("\(name) is \(found ?? "missing") rather than \(value)") }
        }
        return differences + (try ExchangePattern.differences(expected.body, answer.body, &bindings))
    }
}
