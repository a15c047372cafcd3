import Core
import Testing

@testable import Database

/// Columns: whatever bytes come, reading them never ends the process.
@Suite struct DecodingTests {
    private func decode<Value: SQLValue>(_ type: Value.Type, _ bytes: [UInt8], _ oid: UInt32) -> Value? {
        bytes.withUnsafeBytes { Value(binary: $0, oid: oid) }
    }

    private func roundTrip<Value: SQLValue & Equatable>(_ value: Value) -> Bool {
        var bytes: [UInt8] = []
        value.write(binaryTo: &bytes)
        return decode(Value.self, bytes, Value.postgresType.oid) == value
    }

    @Test func `every value comes back as it was bound`() {
        #expect(roundTrip(ID<Tenant>(high: .max, low: 1)))
        #expect(roundTrip("ü🎈"))
        #expect(roundTrip(Int.min))
        #expect(roundTrip(Int32.max))
        #expect(roundTrip(Int16.min))
        #expect(roundTrip(-1.5e300))
        #expect(roundTrip(true))
        #expect(roundTrip(Instant(microseconds: 1_767_323_045_123_456)))
        #expect(roundTrip(Instant(microseconds: -1)))
        #expect(roundTrip(CivilDay(daysSinceEpoch: -400)))
        #expect(roundTrip([0, 255, 7] as [UInt8]))
        #expect(roundTrip(["a": [1, nil, "x"]] as JSON))
    }

    @Test func `a narrower integer is read, a wider one only if it fits`() {
        #expect(decode(Int.self, [255, 254], 21) == -2)
        #expect(decode(Int16.self, [0, 1, 0, 0], 23) == nil)
    }

    @Test func `infinite times and days are no instants and days`() {
        #expect(decode(Instant.self, [0x7F] + Array(repeating: 0xFF, count: 7), 1184) == nil)
        #expect(decode(Instant.self, [0x80] + Array(repeating: 0, count: 7), 1184) == nil)
        #expect(decode(CivilDay.self, [0x7F, 0xFF, 0xFF, 0xFF], 1082) == nil)
    }

    @Test func `arbitrary bytes are read or refused`() {
        var generator = SplitMix64(seed: 7)
        let oids: [UInt32] = [16, 17, 19, 20, 21, 23, 25, 114, 700, 701, 1042, 1043, 1082, 1184, 2950, 3802]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                // Many zeros and ones, so that lengths and counts are often plausible.
                Bool.random(using: &generator) ? UInt8.random(in: 0...3, using: &generator) : UInt8.random(in: 0...255, using: &generator)
            }
            for oid in oids {
                _ = decode(ID<Tenant>.self, bytes, oid)
                _ = decode(String.self, bytes, oid)
                _ = decode(Int.self, bytes, oid)
                _ = decode(Int16.self, bytes, oid)
                _ = decode(Double.self, bytes, oid)
                _ = decode(Bool.self, bytes, oid)
                _ = decode(Instant.self, bytes, oid)
                _ = decode(CivilDay.self, bytes, oid)
                _ = decode([UInt8].self, bytes, oid)
                _ = decode(JSON.self, bytes, oid)
            }
            _ = bytes.withUnsafeBytes { BinaryArray.read(String.self, from: $0, oid: 1009) }
            _ = bytes.withUnsafeBytes { BinaryArray.read(Int.self, from: $0, oid: 1016) }
        }
    }
}
