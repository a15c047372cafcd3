import Contracts
import Core
import Database

/// The rows of a batch of requests, column by column, as the statements take them that accept messages.
///
/// Each row repeats what its request says once: a join of two unnested arrays would be planned for ten rows and loop over thousands.
struct AcceptedColumns {
    private(set) var ids: [MessageID] = []
    private(set) var places: [Int32] = []
    private var batches: [BatchID] = []
    private var instances: [InstanceID] = []
    private var chats: [String] = []
    private var kinds: [String] = []
    private var contents: [[UInt8]] = []
    private var whatsAppIDs: [String] = []
    private var repliesTo: [String?] = []
    private var references: [String?] = []
    private var due: [Instant] = []
    private var created: [Instant] = []
    private var senders: [String?] = []
    private var lanes: [Int32] = []

    init(_ requests: [NewMessages]) {
        reserve(requests.reduce(0) { $0 + $1.messages.count })
        for (place, request) in requests.enumerated() {
            append(request, place: Int32(place + 1))
        }
    }

    private mutating func reserve(_ count: Int) {
        ids.reserveCapacity(count)
        places.reserveCapacity(count)
        batches.reserveCapacity(count)
        instances.reserveCapacity(count)
        chats.reserveCapacity(count)
        kinds.reserveCapacity(count)
        contents.reserveCapacity(count)
        whatsAppIDs.reserveCapacity(count)
        repliesTo.reserveCapacity(count)
        references.reserveCapacity(count)
        due.reserveCapacity(count)
        created.reserveCapacity(count)
        senders.reserveCapacity(count)
        lanes.reserveCapacity(count)
    }

    private mutating func append(_ request: NewMessages, place: Int32) {
        let sender = request.sender?.description
        for message in request.messages {
            ids.append(message.id)
            places.append(place)
            batches.append(request.batch)
            instances.append(request.instance)
            chats.append(message.recipient.chat.description)
            kinds.append(request.kind.rawValue)
            contents.append(message.content.map(\.json.bytes) ?? request.contentBytes)
            whatsAppIDs.append(message.whatsAppID)
            repliesTo.append(request.replyTo)
            references.append(request.clientReference)
            due.append(request.dueAt)
            created.append(request.createdAt)
            senders.append(sender)
            lanes.append(request.lane.rank)
        }
    }

    /// The types of what `appendRest` appends.
    static let restTypes: [ParameterType] = [
        .array(.uuid), .array(.uuid), .array(.text), .array(.text), .array(.jsonb), .array(.text), .array(.text), .array(.text),
        .array(.timestamptz), .array(.timestamptz), .array(.text), .array(.int4),
    ]

    /// Appends what follows ids and places: batches, instances, chats, kinds, contents, WhatsApp ids, what they answer, marks, when they are due and
    /// when they were made, senders, lanes.
    func appendRest(to parameters: inout BinaryParameters) {
        parameters.appendUUIDs(batches)
        parameters.appendUUIDs(instances)
        parameters.appendTexts(chats)
        parameters.appendTexts(kinds)
        parameters.appendJSONB(texts: contents)
        parameters.appendTexts(whatsAppIDs)
        parameters.appendTexts(repliesTo)
        parameters.appendTexts(references)
        parameters.appendInstants(due)
        parameters.appendInstants(created)
        parameters.appendTexts(senders)
        parameters.appendInt32s(lanes)
    }
}
