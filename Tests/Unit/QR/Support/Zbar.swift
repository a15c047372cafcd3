import Foundation
import TestSupport

/// The `zbarimg` program: somebody else's reader of QR codes.
struct Zbar {
    private let folder = TestFiles.makeDirectory()

    /// What is read from all images, in their order, each byte as it is.
    func read(_ images: [[UInt8]], as kind: String = "png") throws -> [UInt8] {
        Array(try run(images, as: kind, ["--raw", "-Sbinary"]))
    }

    /// The text read from one image, its character set found by the reader.
    func text(of image: [UInt8]) throws -> String {
        String(decoding: try run([image], as: "png", ["--raw"]), as: UTF8.self)
    }

    private func run(_ images: [[UInt8]], as kind: String, _ options: [String]) throws -> Data {
        let paths = images.indices.map { "\(folder)/\($0).\(kind)" }
        for (path, image) in zip(paths, images) { try Data(image).write(to: URL(fileURLWithPath: path)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["zbarimg", "--quiet", "--nodbus", "-Sdisable", "-Sqrcode.enable"] + options + paths
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let found = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // 4 says that some image shows no code; the caller sees which one.
        guard [0, 4].contains(process.terminationStatus) else {
            throw TestFiles.Failure("zbarimg (of Debian's zbar-tools) ended with \(process.terminationStatus)")
        }
        return found
    }
}
