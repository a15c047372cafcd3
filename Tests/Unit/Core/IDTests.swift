import Core
import Testing

@Suite struct IDTests {
    enum Thing {}

    @Test func `an id prints and reads the form of RFC 9562`() throws {
        let id = ID<Thing>(high: 0x017F_22E2_79B0_7CC3, low: 0x98C4_DC0C_0C07_398F)
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(ID<Thing>("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == id)
        var bytes: [UInt8] = []
        id.appendRaw(to: &bytes)
        #expect(bytes.count == 16 && bytes[0] == 0x01 && bytes[15] == 0x8F)
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4-dc0c0c0739٨f", "017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
    ])
    func `anything else is no id`(text: String) {
        #expect(ID<Thing>(text) == nil)
    }

    @Test func `ids ascend, also when several are made in one microsecond and by several tasks`() async {
        let ids = SystemIDSource(clock: SystemClock())
        let made = (0..<20_000).map { _ in ids.next(Thing.self) }
        #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
        let all = await withTaskGroup(of: [ID<Thing>].self) { group in
            for _ in 0..<4 { group.addTask { (0..<5000).map { _ in ids.next(Thing.self) } } }
            return await group.reduce(into: Set(made)) { $0.formUnion($1) }
        }
        #expect(all.count == 40_000)
    }

    @Test func `an id says that it is of version 7 and variant 2`() {
        let id = SystemIDSource(clock: SystemClock()).next(Thing.self)
        #expect(id.high >> 12 & 0xF == 7)
        #expect(id.low >> 62 == 0b10)
    }
}
