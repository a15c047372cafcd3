import Foundation

/// Where a started program's streams go, and the signals it starts with.
struct FileActions {
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()

    /// With `ownGroup` the terminal's Ctrl-C does not reach the program; whoever starts it passes signals on, each once.
    init(ownGroup: Bool = false) {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        // We ignore these while a child winds down; an ignored signal would be inherited.
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in Interrupts.signals { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | (ownGroup ? POSIX_SPAWN_SETPGROUP : 0)))
    }

    /// Nothing to read: for programs that must not ask.
    mutating func closeInput() {
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }

    mutating func send(_ descriptors: [Int32], to path: String) {
        guard let first = descriptors.first else { return }
        posix_spawn_file_actions_addopen(&actions, first, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        for descriptor in descriptors.dropFirst() { posix_spawn_file_actions_adddup2(&actions, first, descriptor) }
    }

    mutating func send(_ descriptor: Int32, to end: Int32, closing other: Int32) {
        posix_spawn_file_actions_adddup2(&actions, end, descriptor)
        posix_spawn_file_actions_addclose(&actions, end)
        posix_spawn_file_actions_addclose(&actions, other)
    }

    /// Starts it; the status is an errno. Used once: what was prepared is given back.
    mutating func spawn(
        _ process: inout pid_t, _ arguments: [UnsafeMutablePointer<CChar>?], _ environment: [UnsafeMutablePointer<CChar>?]
    ) -> Int32 {
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        guard let program = arguments.first.flatMap({ $0 }) else { return EINVAL }
        return posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
    }
}
