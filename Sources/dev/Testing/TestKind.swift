/// The kinds of test; a test target's name says its kind.
enum TestKind: String, CaseIterable, Sendable {
    case unit = "Unit"
    case contract = "Contract"
    case integration = "Integration"
    case endToEnd = "EndToEnd"
    case architecture = "Architecture"

    /// Of a test whose id begins with its target, as `MessagingUnitTests.Suite/name()/File.swift:1:2`.
    init?(ofTest id: String) {
        let target = id.prefix { $0 != "." }
        guard let kind = Self.allCases.first(where: { target.hasSuffix($0.rawValue + "Tests") }) else { return nil }
        self = kind
    }
}
