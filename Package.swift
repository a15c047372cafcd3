// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Who may import whom. A name that is missing here is a wall; `dev check` builds with the check that makes it one.
let kits: [(String, [String])] = [
    ("Core", []),
    ("Crypto", ["Core", "COpenSSL"]),
    ("Net", ["Core", "COpenSSL", "CLinux"]),
    ("Database", ["Core", "CLibpq", "CLinux"]),
    ("HTTP", ["Core", "Net"]),
    ("Events", ["Core", "Database"]),
    ("QR", ["Crypto"]),
]
let domain = ["Core", "Database", "Events", "Contracts"]
let modules: [(String, [String])] = [
    ("Accounts", domain + ["Crypto"]),
    ("Auth", domain + ["Crypto"]),
    ("Instances", domain + ["Crypto"]),
    ("Messaging", domain),
    ("Billing", domain),
    ("Webhooks", domain + ["Crypto", "HTTP"]),
    ("Media", domain + ["Crypto", "HTTP"]),
    ("Groups", domain),
    ("Numbers", domain),
    ("Campaigns", domain),
    ("Audit", domain + ["Crypto"]),
    ("Idempotency", domain + ["Crypto"]),
]
let channels: [(String, [String])] = [
    ("ChannelSimulator", ["Core", "Contracts", "Crypto"])
]
let edge = ["Core", "HTTP", "Contracts", "API"]
let dialects: [(String, [String])] = [
    ("FlareSendV1", edge + ["Accounts", "Instances", "Messaging"]),
    ("FlareSendV2", edge + ["Instances", "Messaging", "Media", "Groups", "Numbers", "Campaigns"]),
    ("SessionsAPI", edge + ["Auth", "Instances", "Webhooks", "Messaging", "Media"]),
    ("MsgFlash", edge + ["Accounts", "Auth", "Billing", "Instances", "Webhooks", "Messaging", "Media", "Campaigns"]),
    ("FlowIQ", edge + ["Messaging", "Media"]),
    (
        "Native",
        edge + ["QR", "Accounts", "Auth", "Billing", "Audit", "Instances", "Messaging", "Webhooks", "Media", "Groups", "Numbers", "Campaigns"]
    ),
    ("Admin", edge + ["Events", "Accounts", "Auth", "Billing", "Audit", "Instances", "Webhooks"]),
]

func target(_ name: String, _ folder: String, _ needs: [String]) -> Target {
    .target(
        name: name, dependencies: needs.map { .init(stringLiteral: $0) }, path: "Sources/\(folder)", swiftSettings: strict)
}
func folder(_ channel: String) -> String { "Channels/" + channel.dropFirst("Channel".count) }
let everything = (kits + modules + channels + dialects).map(\.0) + ["Contracts", "API"]

/// Tests come in five kinds; a folder under the kind is a target.
func tests(_ kind: String, _ subject: String, _ needs: [String], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(subject)\(kind)Tests", dependencies: needs.map { .init(stringLiteral: $0) }, path: "Tests/\(kind)/\(subject)",
        resources: resources, swiftSettings: strict)
}
let support = ["TestSupport"] + everything + ["App"]

/// Every test target: kind, subject, what it imports, what it carries.
let testTargets: [Target] = [
    tests("Unit", "Core", ["Core", "TestSupport"]),
    tests("Unit", "Crypto", ["Core", "Crypto"]),
    tests("Unit", "Net", ["Core", "Net", "CLinux", "TestSupport"]),
    tests("Unit", "HTTP", ["Core", "Net", "HTTP", "TestSupport"]),
    tests("Unit", "Database", ["Core", "Database"]),
    tests("Unit", "QR", ["Core", "Contracts", "QR", "ChannelSimulator", "TestSupport"]),
    tests("Unit", "API", ["Core", "Net", "HTTP", "Contracts", "API", "TestSupport"]),
    tests("Unit", "Contracts", ["Core", "Contracts"]),
    tests("Unit", "Instances", ["Core", "Contracts", "Instances"]),
    tests("Unit", "Messaging", ["Core", "Contracts", "Messaging"]),
    tests("Unit", "Webhooks", ["Core", "Contracts", "Webhooks"]),
    tests("Unit", "Media", ["Core", "Contracts", "Media"]),
    tests("Unit", "Idempotency", ["Core", "Contracts", "Idempotency"]),
    tests("Unit", "Billing", ["Core", "Contracts", "Billing", "TestSupport"]),
    tests("Unit", "Campaigns", ["Core", "Contracts", "Campaigns"]),
    tests("Unit", "ChannelSimulator", support),
    tests("Unit", "Dev", ["dev"]),
    tests("Integration", "Database", support),
    tests("Integration", "Events", support),
    tests("Integration", "Accounts", support),
    tests("Integration", "Auth", support),
    tests("Integration", "Billing", support),
    tests("Integration", "Instances", support),
    tests("Integration", "Messaging", support),
    tests("Integration", "Webhooks", support),
    tests("Integration", "Media", support),
    tests("Integration", "Groups", support),
    tests("Integration", "Numbers", support),
    tests("Integration", "Campaigns", support),
    tests("Integration", "Idempotency", support),
    tests("Integration", "Audit", support),
    tests("Contract", "FlareSendV1", support, resources: [.copy("Exchanges")]),
    tests("Contract", "SessionsAPI", support, resources: [.copy("Exchanges")]),
    tests("Contract", "MsgFlash", support, resources: [.copy("Exchanges")]),
    tests("Contract", "FlowIQ", support, resources: [.copy("Exchanges")]),
    tests("Contract", "FlareSendV2", support, resources: [.copy("Exchanges")]),
    tests("Contract", "Native", support, resources: [.copy("Exchanges")]),
    tests("Contract", "Plans", support),
    tests("Contract", "Admin", support),
    .testTarget(
        name: "EndToEndTests", dependencies: support.map { .init(stringLiteral: $0) } + ["herald"], path: "Tests/EndToEnd",
        resources: [.copy("Documented")], swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", dependencies: ["App", "Database", "TestSupport"], path: "Tests/Architecture", swiftSettings: strict),
]

let package = Package(
    name: "herald",
    targets: [
        .systemLibrary(name: "CLibpq", path: "Sources/System/CLibpq", pkgConfig: "libpq"),
        .systemLibrary(name: "COpenSSL", path: "Sources/System/COpenSSL", pkgConfig: "openssl"),
        .systemLibrary(name: "CLinux", path: "Sources/System/CLinux"),
        target("Contracts", "Contracts", ["Core", "Database", "Events"]),
        target("API", "API", ["Core", "HTTP", "Contracts"]),
        target("App", "App", everything),
        .executableTarget(name: "herald", dependencies: ["App"], path: "Sources/herald", swiftSettings: strict),
        .executableTarget(name: "dev", path: "Sources/dev", swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: (everything + ["App"]).map { .init(stringLiteral: $0) }, path: "Tests/Support",
            swiftSettings: strict),
    ] + kits.map { target($0.0, "Kits/\($0.0)", $0.1) }
        + modules.map { target($0.0, "Domain/\($0.0)", $0.1) }
        + channels.map { target($0.0, folder($0.0), $0.1) }
        + dialects.map { target($0.0, "Dialects/\($0.0)", $0.1) }
        + testTargets
)
