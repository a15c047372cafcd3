import Core

/// Where the members of an object lie between the reading of the first and the making of the whole.
///
/// A tuple of a parameter pack would do the same in three lines, but every access to it makes the runtime look its type up, which took a third
/// of the time of a whole request (measured). So each member is written to its place in a buffer and moved out of it when all are there.
struct MemberSlots: Sendable {
    private struct Slot: Sendable {
        let name: String
        let offset: Int
        /// Reads the member into its place; false, and the place untouched, when it has added a violation.
        let read: @Sendable (JSON?, inout Violations, UnsafeMutableRawPointer) -> Bool
        let destroy: @Sendable (UnsafeMutableRawPointer) -> Void
    }

    private var slots: [Slot] = []
    private var size = 0
    private var alignment = 1

    /// Adds a place for the next member.
    mutating func append<Member: Sendable>(_ name: String, _ read: @escaping @Sendable (JSON?, inout Violations) -> Member?) {
        let stride = MemoryLayout<Member>.alignment
        let offset = (size + stride - 1) / stride * stride
        size = offset + MemoryLayout<Member>.size
        alignment = max(alignment, stride)
        slots.append(
            Slot(
                name: name, offset: offset,
                read: { json, violations, place in
                    guard let member = read(json, &violations) else { return false }
                    place.initializeMemory(as: Member.self, to: member)
                    return true
                },
                destroy: { place in _ = place.assumingMemoryBound(to: Member.self).move() }))
    }

    /// Reads every member, so that one broken rule does not hide the next, and lets `make` take them if all could be read.
    func read<Value>(_ members: [JSON.Member], _ violations: inout Violations, _ make: (Taker) -> Value) -> Value? {
        withUnsafeTemporaryAllocation(byteCount: max(size, 1), alignment: alignment) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var cursor = MemberCursor(members)
            var missing: Set<Int> = []
            for (index, slot) in slots.enumerated() {
                let json = cursor.member(slot.name)
                let isThere = violations.inMember(slot.name) { slot.read(json, &$0, base + slot.offset) }
                if !isThere { missing.insert(index) }
            }
            if missing.isEmpty { return make(Taker(base: base, slots: self)) }
            for (index, slot) in slots.enumerated() where !missing.contains(index) {
                slot.destroy(base + slot.offset)
            }
            return nil
        }
    }

    /// Moves the members out of the buffer, each once, in the order of the fields.
    struct Taker {
        fileprivate let base: UnsafeMutableRawPointer
        fileprivate let slots: MemberSlots
        private var next = 0

        fileprivate init(base: UnsafeMutableRawPointer, slots: MemberSlots) {
            self.base = base
            self.slots = slots
        }

        mutating func take<Member>(_ type: Member.Type) -> Member {
            defer { next += 1 }
            return (base + slots.slots[next].offset).assumingMemoryBound(to: type).move()
        }
    }
}

/// Finds members by name, looking first where the last one ended: most clients send them in the documented order.
private struct MemberCursor {
    private let members: [JSON.Member]
    private var position = 0

    init(_ members: [JSON.Member]) { self.members = members }

    mutating func member(_ name: String) -> JSON? {
        for offset in 0..<members.count {
            let index = position + offset < members.count ? position + offset : position + offset - members.count
            if members[index].name == name {
                position = index + 1
                return members[index].value
            }
        }
        return nil
    }
}
