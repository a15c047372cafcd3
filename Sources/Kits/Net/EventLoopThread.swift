import CLinux
import Glibc

/// The thread under an event loop, and how a thread finds its loop.
enum EventLoopThread {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static var current: EventLoop? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        return Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
    }

    static func start(_ loop: EventLoop) -> pthread_t {
        var thread = pthread_t()
        let pointer = Unmanaged.passRetained(loop).toOpaque()
        let outcome = pthread_create(&thread, nil, { EventLoopThread.main($0) }, pointer)
        precondition(outcome == 0, "the kernel gave no thread for an event loop")
        return thread
    }

    private static func main(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let pointer else { return nil }
        let loop = Unmanaged<EventLoop>.fromOpaque(pointer).takeRetainedValue()
        pthread_setspecific(key, pointer)
        _ = herald_name_thread(loop.name)
        loop.begin()
        loop.run()
        pthread_setspecific(key, nil)
        return nil
    }
}
