import Core
import Database
import Foundation
import Glibc
import TestSupport
import Testing

/// Promise G1: `herald verify audit` finds whatever was done to audit trails, also after crashes, and nothing else.
@Suite(.serialized) struct AuditCommandTests {
    @Test func `after kills in the midst of work nothing is amiss, and then whatever a superuser does is found`() async throws {
        try await Stage.with { stage in
            for successes in [5, 11, 17] {
                let herald = try await stage.start()
                let (tenant, process) = (stage.tenant(of: herald), herald.process.processIdentifier)
                let count = Lock(0)
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            do {
                                for round in 0..<100 {
                                    let made = try await tenant.call("POST", "/v1/keys", ["name": .string("key \(number).\(round)")])
                                    guard made.status == 201,
                                        count.withLock({
                                            $0 += 1
                                            return $0
                                        }) == successes
                                    else { continue }
                                    // In the midst of what the others ask for.
                                    Glibc.kill(process, SIGKILL)
                                }
                            } catch {
                                // The server is dead.
                            }
                        }
                    }
                }
                herald.kill()
                let found = try Self.verify(stage)
                #expect(found.code == 0, "\(found.output)\(found.errors)")
            }
            let written = try await stage.database.count("SELECT count(*) FROM audit.entry WHERE action = 'key.created'")
            let keys = try await stage.database.count("SELECT count(*) FROM auth.api_key")
            #expect(written == keys, "one entry for each key, whatever was killed when")

            let sound = try Self.verify(stage)
            #expect(sound.output == "2 audit trails with \(written + 2) entries are as they were written\n", "\(sound.errors)")
            try #require(written > 6)
            let noted = stage.folder.path + "/noted"
            try Self.verify(stage, "--json").output.write(toFile: noted, atomically: true, encoding: .utf8)
            #expect(try Self.verify(stage, "--since", noted).code == 0)

            for (script, fault) in [
                ("UPDATE audit.entry SET after = '{}' WHERE sequence = 3 AND action = 'key.created'", "acme's audit trail: entry 3 was changed"),
                ("DELETE FROM audit.entry WHERE sequence = 5", "acme's audit trail: entry 5 is missing"),
                (
                    "DELETE FROM audit.entry WHERE sequence = \(written + 1)",
                    "acme's audit trail: it is cut off after entry \(written) of \(written + 1)"
                ),
            ] {
                try await stage.database.script("BEGIN; CREATE TABLE public.kept AS SELECT * FROM audit.entry; \(script); COMMIT")
                let found = try Self.verify(stage)
                #expect(found.code == 1 && found.output.contains(fault), "\(script): \(found.output)")
                let one = try Self.verify(stage, "--tenant", "acme")
                #expect(one.code == 1 && one.output.contains(fault))
                try await stage.database.script(
                    "BEGIN; DELETE FROM audit.entry; INSERT INTO audit.entry SELECT * FROM public.kept; DROP TABLE public.kept; COMMIT")
                #expect(try Self.verify(stage).code == 0, "everything is as it was")
            }
        }
    }

    @Test func `what the command line lacks is said`() async throws {
        try await Folder.with { folder in
            for arguments in [["verify"], ["verify", "nothing"], ["verify", "audit", "--tenant"], ["verify", "audit", "--more"]] {
                let code = try Run.herald(arguments, in: folder).code
                #expect(code == 2)
            }
        }
    }

    private static func verify(_ stage: Stage, _ options: String...) throws -> Run.Result {
        try Run.herald(["verify", "audit"] + options, in: stage.folder, stage.settings)
    }
}
