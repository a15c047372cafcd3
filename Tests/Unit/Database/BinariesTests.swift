import Testing

@testable import Database

/// Where the programs of PostgreSQL are found, and what is said when they are not.
@Suite struct BinariesTests {
    @Test func `without programs anywhere one line says what to install`() throws {
        let error = #expect(throws: ClusterError.notInstalled) {
            try Binaries.find(searchPath: "/nowhere:/not/here", wanted: nil, places: ["/nowhere/*/bin"])
        }
        let line = try #require(error?.description)
        #expect(line.contains("apt install postgresql") && line.contains("dnf install") && line.contains("brew install"))
        #expect(!line.contains("\n"))
    }

    @Test func `data of a version that is gone are not opened with another`() {
        #expect(throws: ClusterError.otherVersion("9")) { try Binaries.find(searchPath: "", wanted: 9) }
    }

    @Test func `the programs of this machine are found in the usual places, without a search path`() throws {
        let found = try Binaries.find(searchPath: "", wanted: nil)
        #expect(found.version >= Binaries.oldest)
        #expect(try Binaries.find(searchPath: found.folder, wanted: found.version, places: []).folder == found.folder)
    }
}
