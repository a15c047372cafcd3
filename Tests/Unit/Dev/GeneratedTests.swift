import Testing

@testable import dev

@Suite struct GeneratedTests {
    @Test func `a migration keeps its text in a literal, whatever it holds`() {
        #expect(MigrationsFile.literal("SELECT 1;\n") == "#\"\"\"\nSELECT 1;\n\n\"\"\"#")
        // What would end the literal, or begin an interpolation in it, gets another number sign.
        #expect(MigrationsFile.literal("SELECT '\"\"\"#';\n").hasPrefix("##\"\"\"\n"))
        #expect(MigrationsFile.literal("SELECT '\\#(x)';\n").hasPrefix("##\"\"\"\n"))
    }

    @Test func `a schema dump is the same from one release of PostgreSQL to the next`() {
        let body = "CREATE TABLE auth.api_key (\n    id uuid\n);\n"
        let old = "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.20\n\nSET statement_timeout = 0;\n\n\(body)\n\n"
        let new =
            "--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\n-- Dumped from database version 16.11\n\nSET statement_timeout = 0;\n"
            + "SET transaction_timeout = 0;\n\n\(body)\n\n\\unrestrict x\n"
        #expect(SchemaDump.normal(old) == SchemaDump.normal(new))
        #expect(SchemaDump.normal(old).contains(body))
    }

    @Test func `options are taken, and what nobody took is refused`() throws {
        var arguments = Arguments(["--filter", "JSON", "--quick"], of: Check())
        let filter = try arguments.value(of: "--filter")
        let (first, second) = (arguments.flag("--quick"), arguments.flag("--quick"))
        #expect(filter == "JSON")
        #expect(first && !second)
        try arguments.finish()
        var wrong = Arguments(["--port", "eighty", "--quik"], of: Up())
        #expect(throws: Failure.self) { try wrong.number(of: "--port", in: 1...65535) }
        #expect(throws: Failure.self) { try wrong.finish() }
    }
}
