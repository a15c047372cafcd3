/// An answer as a client reads it; interim answers (1xx) count too.
struct ReceivedAnswer: Equatable {
    let status: Int
    let head: String
    let body: String

    func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            if sides.count == 2, sides[0].lowercased() == name.lowercased() { return sides[1].trimmed }
        }
        return nil
    }

    /// The whole answers at the start of what came.
    static func parse(_ bytes: [UInt8], toHead: Bool = false) -> [ReceivedAnswer] {
        var answers: [ReceivedAnswer] = []
        var rest = bytes[...]
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
            var answer = ReceivedAnswer(status: status, head: head, body: "")
            var after = rest[end.upperBound...]
            if !toHead, let length = answer.field("content-length").flatMap({ Int($0) }) {
                guard after.count >= length else { break }
                answer = ReceivedAnswer(status: status, head: head, body: String(decoding: after.prefix(length), as: UTF8.self))
                after = after.dropFirst(length)
            } else if !toHead, answer.field("transfer-encoding") == "chunked" {
                guard let (body, remainder) = chunks(after) else { break }
                answer = ReceivedAnswer(status: status, head: head, body: body)
                after = remainder
            }
            answers.append(answer)
            rest = after
        }
        return answers
    }

    private static func chunks(_ bytes: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
        var rest = bytes
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { return nil }
            rest = rest[line.upperBound...]
            guard rest.count >= size + 2 else { return nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { return (String(decoding: body, as: UTF8.self), rest) }
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
