import Glibc

/// A counting semaphore between threads.
final class Semaphore: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Lets one waiter through.
    func signal() { sem_post(semaphore) }

    /// Waits to be let through.
    func wait() {
        while sem_wait(semaphore) != 0, errno == EINTR {}
    }
}
