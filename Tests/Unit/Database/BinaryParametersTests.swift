import Core
import Testing

@testable import Database

@Suite struct BinaryParametersTests {
    private func bytes(_ build: (inout BinaryParameters) -> Void) -> [UInt8]? {
        var parameters = BinaryParameters()
        build(&parameters)
        guard let extent = parameters.extents.last, extent.length >= 0 else { return nil }
        return Array(parameters.bytes[extent.offset...].prefix(Int(extent.length)))
    }

    @Test func `an array says its dimension, type, length and lower bound before its elements`() {
        #expect(
            bytes { $0.appendInt32s([7, -1]) } == [
                0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 1,
                0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 4, 255, 255, 255, 255,
            ])
    }

    @Test func `an empty array has no dimension`() {
        #expect(bytes { $0.appendUUIDs([ID<Tenant>]()) } == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0B, 0x86])
    }

    @Test func `a NULL in an array is a length of minus one and is announced`() {
        #expect(
            bytes { $0.appendTexts(["å", nil, ""]) } == [
                0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0, 3, 0, 0, 0, 1,
                0, 0, 0, 2, 0xC3, 0xA5, 255, 255, 255, 255, 0, 0, 0, 0,
            ])
    }

    @Test func `times and days count from the year 2000`() {
        #expect(bytes { $0.append(Instant(seconds: 946_684_801)) } == [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40])
        #expect(bytes { $0.append(CivilDay(daysSinceEpoch: 10_956)) } == [255, 255, 255, 255])
    }

    @Test func `an element of jsonb has its version before the text`() {
        let expected: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x0E, 0xDA, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 1, 0x7B, 0x7D]
        #expect(bytes { $0.appendJSONB([JSON.object([])]) } == expected)
        #expect(bytes { $0.appendJSONB(texts: [Array("{}".utf8)]) } == expected)
    }

    @Test func `NULL is not an empty text`() {
        #expect(bytes { $0.append(nil as String?) } == nil)
        #expect(bytes { $0.append("") } == [])
    }

    @Test func `parameters lie behind each other and can be forgotten`() {
        var parameters = BinaryParameters()
        parameters.append(true)
        parameters.append("ab")
        #expect(parameters.extents.map(\.length) == [1, 2])
        #expect(parameters.extents[1].offset == parameters.extents[0].offset + 1)
        parameters.removeAll()
        #expect(parameters.count == 0)
        parameters.append("c")
        #expect(parameters.extents.map(\.offset) == [1])
    }
}
