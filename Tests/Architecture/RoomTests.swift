import Testing

/// Every line has a room, and the file's name is on the door.
@Suite struct RoomTests {
    @Test func `only Stores contain SQL`() {
        Rule(
            files: {
                Rooms.isHerald($0) && !Rooms.isStore($0) && !Rooms.isKit("Database", $0) && !Rooms.isKit("Events", $0) && !Rooms.isGenerated($0)
            },
            breaches: { source in source.literals.filter { SQLText.isSQL($0.text) }.map { .init(line: $0.line, what: String($0.text.prefix(60))) } },
            broken: ("Sources/Domain/Auth/Issue.swift", #"let sql: SQL = "SELECT id FROM auth.api_key""#)
        ).expectObeyed()
    }

    @Test func `a Store names the tables of its own schema only`() {
        Rule(
            files: { Rooms.module(of: $0) != nil },
            breaches: { source in
                let own = (Rooms.module(of: source.path) ?? "").lowercased()
                return source.literals.flatMap { literal in
                    SQLText.tables(in: literal.text).filter { $0.schema != own }
                        .map { .init(line: literal.line, what: "\($0.schema).\($0.table) is not of \(own)") }
                }
            },
            broken: ("Sources/Domain/Auth/Store/KeyStore.swift", #"let sql: SQL = "SELECT 1 FROM messaging.message WHERE id = 1""#)
        ).expectObeyed()
    }

    @Test func `a kit names no table of a module`() {
        let modules = Set(Project.folders(in: "Sources/Domain").map { $0.lowercased() })
        Rule(
            files: Rooms.isKit,
            breaches: { source in
                source.literals.flatMap { literal in
                    SQLText.tables(in: literal.text).filter { modules.contains($0.schema) }.map {
                        .init(line: literal.line, what: "\($0.schema).\($0.table)")
                    }
                }
            },
            broken: ("Sources/Kits/Events/Relay.swift", #"let sql: SQL = "UPDATE messaging.message SET name = ''""#)
        ).expectObeyed()
    }

    @Test func `only App's Config reads the environment`() {
        Rule.noCode(
            #"\b(getenv|setenv|unsetenv|putenv|secure_getenv)\(|processInfo\.environment|\benviron\b"#,
            // The program's first line hands it in.
            in: { Rooms.isHerald($0) && !$0.hasPrefix("Sources/App/Config") && $0 != "Sources/herald/main.swift" },
            broken: ("Sources/Kits/Net/Socket.swift", #"let port = getenv("PORT")"#)
        ).expectObeyed()
    }

    @Test func `only Core reads a clock`() {
        Rule.noCode(
            #"\bDate\(\)|\bDate\.now\b|\b(clock_gettime|gettimeofday|mach_absolute_time)\(|\btime\(nil\)|(Continuous|Suspending)Clock\b|DispatchTime\.now|DispatchWallTime"#,
            // A loop's timers run on the machine's own clock, beneath any clock that is handed in.
            in: { Rooms.isHerald($0) && !Rooms.isKit("Core", $0) && $0 != "Sources/Kits/Net/EventLoop.swift" },
            broken: ("Sources/Domain/Auth/Issue.swift", "let now = Date()")
        ).expectObeyed()
    }

    @Test func `only Core makes ids and rolls dice, and only Crypto draws keys`() {
        Rule.noCode(
            #"\bUUID\(\)|\.random\(|\.randomElement\(|\.shuffled\(|\.shuffle\(|SystemRandomNumberGenerator|\b(arc4random\w*|getrandom|getentropy)\(|\b(rand|random|drand48)\(\)"#,
            in: { Rooms.isHerald($0) && !Rooms.isKit("Core", $0) },
            broken: ("Sources/Domain/Auth/Issue.swift", "let id = UUID()")
        ).expectObeyed()
        Rule.noCode(
            #"\bRAND_(priv_)?bytes\b"#, in: { Rooms.isHerald($0) && !Rooms.isKit("Crypto", $0) },
            broken: ("Sources/Kits/Net/TLS.swift", "RAND_bytes(&bytes, 32)")
        ).expectObeyed()
    }

    @Test func `SQL is told the time and the ids`() {
        let asks = Pattern(
            #"(?i)\b(now\(\)|current_timestamp|current_date|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|uuid_generate\w*)"#
        )
        Rule(
            // What is due later is due by the database's clock, which is the one that all processes share (decisions, "Time"); so is who of them lives.
            files: {
                Rooms.isHerald($0) && !Rooms.isGenerated($0)
                    && !["Sources/Domain/Messaging/Store/RipeningStore.swift", "Sources/Domain/Billing/Store/NodeStore.swift"].contains($0)
            },
            breaches: { source in
                source.literals.filter { SQLText.isSQL($0.text) && asks.isIn($0.text) }.map { .init(line: $0.line, what: String($0.text.prefix(60))) }
            },
            broken: ("Sources/Domain/Auth/Store/KeyStore.swift", #"let sql: SQL = "UPDATE auth.api_key SET used_at = now()""#)
        ).expectObeyed()
        for migration in Project.migrations {
            let found = asks.matches(in: SQLText.withoutComments(migration.sql)).map { "\(migration.name):\($0.line): \($0.text)" }
            #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
        }
    }

    @Test func `only Core has locks, and only kits have threads and sockets`() {
        Rule.noCode(
            #"\b(NSLock|NSRecursiveLock|NSCondition|DispatchSemaphore|Mutex<|os_unfair_lock|pthread_(mutex|rwlock|cond)_\w+)"#,
            in: { Rooms.isHerald($0) && !Rooms.isKit("Core", $0) },
            broken: ("Sources/API/Router.swift", "let lock = NSLock()")
        ).expectObeyed()
        Rule.noCode(
            #"\b(pthread_create|DispatchQueue|Thread\.detach\w*|Thread \{|epoll_\w+|socket)\("#,
            in: { Rooms.isHerald($0) && !Rooms.isKit($0) && !$0.hasPrefix("Sources/App/") },
            broken: ("Sources/Domain/Auth/Issue.swift", "let descriptor = socket(1, 2, 3)")
        ).expectObeyed()
    }

    @Test func `only the programs print`() {
        Rule.noCode(
            #"\b(print|debugPrint|dump|NSLog|puts|fputs)\("#,
            in: { Rooms.isHerald($0) && !$0.hasPrefix("Sources/App/") && !$0.hasPrefix("Sources/herald/") },
            broken: ("Sources/API/Router.swift", "print(request)")
        ).expectObeyed()
    }
}
