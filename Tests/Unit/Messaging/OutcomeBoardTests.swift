import Contracts
import Core
import Testing

@testable import Messaging

/// Where requests wait for what becomes of their messages. A wait that never ended would stop the tests here.
@Suite(.timeLimit(.minutes(1))) struct OutcomeBoardTests {
    private let board = OutcomeBoard()
    private let one = MessageID(high: 1, low: 1)
    private let two = MessageID(high: 1, low: 2)
    private let three = MessageID(high: 1, low: 3)

    @Test func `a wait ends when the last message is decided`() async {
        let waiter = board.open(for: [one, two])
        let isOver = Lock(false)
        let wait = Task {
            await board.wait(waiter)
            isOver.withLock { $0 = true }
        }
        board.settle([one])
        #expect(!isOver.withLock { $0 })
        board.settle([three, two])
        await wait.value
        board.close(waiter)
    }

    @Test func `what was decided before the wait is not waited for`() async {
        let waiter = board.open(for: [one, two])
        board.settle([two, one])
        await board.wait(waiter)
        board.close(waiter)
    }

    @Test func `a wait for nothing is over at once`() async {
        let waiter = board.open(for: [])
        await board.wait(waiter)
        board.close(waiter)
    }

    @Test func `a wait ends when its time is up, before or after it began`() async {
        let early = board.open(for: [one])
        board.expire(early)
        await board.wait(early)
        board.close(early)
        let late = board.open(for: [one])
        let wait = Task { await board.wait(late) }
        board.expire(late)
        await wait.value
        board.close(late)
    }

    @Test func `whoever waits for other messages goes on waiting`() async {
        let (first, second) = (board.open(for: [one]), board.open(for: [two]))
        let isOver = Lock(false)
        let wait = Task {
            await board.wait(second)
            isOver.withLock { $0 = true }
        }
        board.settle([one])
        await board.wait(first)
        #expect(!isOver.withLock { $0 })
        board.settle([two])
        await wait.value
    }

    @Test func `what is decided after a waiter is gone disturbs nobody`() async {
        let gone = board.open(for: [one])
        board.close(gone)
        board.settle([one])
        board.expire(gone)
        await board.wait(gone)
    }

    @Test func `many waits end, whoever settles when`() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                let messages = (0..<5).map { MessageID(high: 2, low: UInt64(number * 5 + $0)) }
                let waiter = board.open(for: messages)
                group.addTask { [board] in await board.wait(waiter) }
                for message in messages {
                    group.addTask { [board] in board.settle([message]) }
                }
            }
        }
    }
}
