import API
import Contracts
import Core
import Database
import HTTP
import Idempotency

/// Gives a request that came with an idempotency key one effect and one answer, however often it comes (decisions, "Idempotency").
///
/// Only requests that may change something and show credentials have keys; in others the header means nothing.
struct IdempotentCalls: Interceptor {
    /// Says of an answer that it was given before.
    static let replayHeader = "Idempotent-Replay"

    let idempotency: Idempotency

    func intercept(_ passage: Passage, _ next: () async -> HTTPResponse) async throws -> HTTPResponse {
        let request = passage.circumstances.request
        guard request.fields.contains(IdempotencyKey.header), passage.takesKey, let tenant = tenant(of: passage) else { return await next() }
        let key = try IdempotencyKey(request.fields.all(IdempotencyKey.header))
        let content = try await ContentFingerprint(passage)
        let keyed = KeyedRequest(tenant: tenant, key: key, id: passage.circumstances.requestID, fingerprint: content.known)
        try idempotency.enter(keyed)
        defer { idempotency.leave(keyed) }
        guard let known = try await idempotency.known(keyed) else { return try await undertake(keyed, content, next) }
        if case .granted(let batch) = known.end, content.known == nil || known.fingerprint == nil || known.fingerprint == content.known {
            return try await resume(keyed, known, batch, content, next)
        }
        return try await replay(known, content)
    }

    private func tenant(of passage: Passage) -> TenantID? {
        switch passage.admitted {
        case .anybody: nil
        case .caller(let caller): caller.tenant
        case .operatorKey: Idempotency.operatorTenant
        }
    }

    private func undertake(_ request: KeyedRequest, _ content: ContentFingerprint, _ next: () async -> HTTPResponse) async throws -> HTTPResponse {
        let undertaking = try await idempotency.undertaking(request)
        let response = await undertaking.perform { await next() }
        guard let answer = StoredAnswer(response) else {
            let hadNoPart = undertaking.standing != .settled
            try await idempotency.giveUp(undertaking, isUncertain: response.status >= 500)
            // What stood in the way may have been the same request, in another process.
            guard hadNoPart, response.status < 500, let known = try await idempotency.known(request) else { return response }
            return try await replay(known, content)
        }
        return try await finish(response, answer, undertaking, request, content)
    }

    private func resume(
        _ request: KeyedRequest, _ known: KnownRequest, _ batch: BatchID, _ content: ContentFingerprint, _ next: () async -> HTTPResponse
    ) async throws -> HTTPResponse {
        let undertaking = idempotency.undertaking(request, resuming: known, batch)
        let response = await undertaking.perform { await next() }
        guard let answer = StoredAnswer(response) else {
            // Refused now, for a time that has passed, say, it was not refused then.
            if response.status < 500 { throw Problem.conflict(.answerLost) }
            return response
        }
        if let before = known.fingerprint, try await content.value() != before { throw Problem.keyReused }
        return try await finish(response, answer, undertaking, request, content)
    }

    private func finish(
        _ response: HTTPResponse, _ answer: StoredAnswer, _ undertaking: Undertaking, _ request: KeyedRequest, _ content: ContentFingerprint
    ) async throws -> HTTPResponse {
        let fingerprint: [UInt8]
        do {
            fingerprint = try await content.value()
        } catch {
            await undertaking.rollBack()
            throw error
        }
        if try await idempotency.keep(answer, fingerprint: fingerprint, of: undertaking) { return response }
        guard let known = try await idempotency.known(request) else { throw Problem.conflict(.answerLost) }
        return try await replay(known, content)
    }

    /// What was answered before, to the same request.
    private func replay(_ known: KnownRequest, _ content: ContentFingerprint) async throws -> HTTPResponse {
        if let before = known.fingerprint, try await content.value() != before { throw Problem.keyReused }
        switch known.end {
        case .answered(let answer):
            var response = HTTPResponse(answer)
            response.fields.add(Self.replayHeader, "true")
            return response
        case .answeredAtLength: throw Problem.conflict(.answerLost)
        case .granted, .open: throw idempotency.unanswered(known)
        }
    }
}

extension StoredAnswer {
    /// An answer as it is kept; nil for one that is no success.
    fileprivate init?(_ response: HTTPResponse) {
        guard (200..<300).contains(response.status) else { return nil }
        let content: [UInt8]? =
            switch response.body {
            case .none: []
            case .bytes(let bytes): bytes
            case .stream, .sized: nil
            }
        self.init(status: response.status, fields: response.fields.pairs.map { Field($0.name, $0.value) }, content: content)
    }
}

extension HTTPResponse {
    /// The same answer again.
    fileprivate init(_ answer: StoredAnswer) {
        var fields = HTTPFields()
        for field in answer.fields { fields.add(field.name, field.value) }
        let content = answer.content ?? []
        self.init(status: answer.status, fields: fields, body: content.isEmpty ? .none : .bytes(content))
    }
}
