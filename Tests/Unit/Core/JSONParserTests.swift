import Core
import Foundation
import Testing

@Suite struct JSONParserTests {
    static let accepted: [(String, JSON)] = [
        ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9.223372036854775808e18)), ("1.0", .number(1)),
        ("1e2", .number(100)), ("0e1", .number(0)), ("-1.5E-3", .number(-0.0015)), (#""""#, ""), (#""\u00e9\n\/""#, "é\n/"),
        (#""\ud83d\ude00""#, "😀"), (#""\u0000""#, "\0"), ("[]", []), ("[1,[2]]", [1, [2]]), ("{}", .object([])),
        (#"{"a":1,"b":{"a":2}}"#, ["a": 1, "b": ["a": 2]]), ("\t\r\n [ 1 , 2 ] ", [1, 2]), ("\"\u{7f}\"", "\u{7f}"),
        (#"{"":0}"#, ["": 0]), ("\"é\"", "é"),
    ]

    static let refused: [(String, JSONError.Reason)] = [
        ("", .empty), (" ", .empty), ("nul", .unexpectedEnd), ("nulL", .unexpectedByte), ("[1,]", .unexpectedByte), (#"{"a":1,}"#, .unexpectedByte),
        ("[1 2]", .unexpectedByte), ("[", .unexpectedEnd), (#"{"a""#, .unexpectedByte), (#"{"a":"#, .unexpectedEnd), ("{a:1}", .unexpectedByte),
        ("'a'", .unexpectedByte), ("01", .trailingBytes), ("+1", .unexpectedByte), ("1.", .badNumber), (".5", .unexpectedByte), ("1e", .badNumber),
        ("-", .badNumber), ("1e999", .numberOutOfRange), ("NaN", .unexpectedByte), (#""a"#, .unexpectedEnd), ("\"\n\"", .controlCharacter),
        (#""\x""#, .badEscape), (#""\u12g4""#, .badEscape), (#""\u12""#, .unexpectedEnd), (#""\ud800""#, .loneSurrogate),
        (#""\ud800\u0041""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate), (#"{"to":"A","to":"B"}"#, .duplicateName),
        (#"{"a":1,"\u0061":2}"#, .duplicateName), ("1 2", .trailingBytes), ("{}x", .trailingBytes), ("\u{FEFF}1", .unexpectedByte),
        ("/**/1", .unexpectedByte),
    ]

    @Test(arguments: accepted) func `a valid text is read exactly`(text: String, value: JSON) throws {
        #expect(try JSONParser.parse(text) == value)
    }

    @Test(arguments: refused) func `an invalid text is refused, and why is said`(text: String, reason: JSONError.Reason) {
        #expect { try JSONParser.parse(text) } throws: { ($0 as? JSONError)?.reason == reason }
    }

    @Test(
        arguments: [[0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22]]
            as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
    }

    @Test func `UTF-16 is refused, with and without a byte order mark`() {
        #expect(throws: JSONError.self) { try JSONParser.parse([0xFE, 0xFF, 0x00, 0x31]) }
        #expect(throws: JSONError.self) { try JSONParser.parse([0x31, 0x00]) }
    }

    @Test func `sixty-four levels are read, one more is refused`() throws {
        let limit = JSONParser.depthLimit
        #expect(limit == 64)
        _ = try JSONParser.parse(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
        #expect { try JSONParser.parse(String(repeating: "[", count: limit + 1) + String(repeating: "]", count: limit + 1)) } throws: {
            ($0 as? JSONError)?.reason == .tooDeep
        }
        #expect(throws: JSONError.self) { try JSONParser.parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test func `a name that appears twice among many is found`() throws {
        let members = (0..<500).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSONParser.parse("{\(members)}").object?.count == 500)
        #expect { try JSONParser.parse("{\(members),\"k7\":0}") } throws: { ($0 as? JSONError)?.reason == .duplicateName }
    }

    @Test func `two spellings of one accented letter are two names`() throws {
        #expect(try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}").object?.count == 2)
    }

    @Test func `cutting a document anywhere is refused, never trapped`() throws {
        let bytes = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",true,null],"b":{"c":""}}"#.utf8)
        _ = try JSONParser.parse(bytes)
        for end in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONParser.parse(Array(bytes[..<end])) }
        }
    }

    @Test func `what is written is read back the same`() throws {
        for (_, value) in Self.accepted {
            #expect(try JSONParser.parse(value.bytes) == value)
            #expect(try JSONParser.parse(value.prettyText) == value)
        }
    }

    @Test func `control characters, quotes and backslashes are escaped`() {
        #expect(JSON.string("\u{0}\u{1f}\"\\\n\u{7f}é").text == #""\u0000\u001f\"\\\n"# + "\u{7f}é\"")
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["HERALD_JSON_SUITE"] != nil, "HERALD_JSON_SUITE names the public suite's folder"))
    func `the public suite is answered right, but that duplicate names, which it allows, are refused`() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["HERALD_JSON_SUITE"]))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "json" }
        #expect(files.count > 250)
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            let isAccepted = (try? JSONParser.parse(bytes)) != nil  // a refusal is one of the two answers compared here
            switch file.lastPathComponent.first {
            case "y": #expect(isAccepted != file.lastPathComponent.hasPrefix("y_object_duplicated_key"), "\(file.lastPathComponent)")
            case "n": #expect(!isAccepted, "\(file.lastPathComponent)")
            default: break
            }
        }
    }
}
