import Events
import Testing

/// Signals: quick, in process, and allowed to be lost.
@Suite struct SignalsTests {
    struct Changed: Signal {
        let subject: Int
        let value: Int
    }

    @Test func `a listener hears what is about its subject only`() async {
        let signals = Signals()
        let heard = signals.listen(Changed.self, to: 1)
        signals.send(Changed(subject: 2, value: 20))
        signals.send(Changed(subject: 1, value: 10))
        var iterator = heard.makeAsyncIterator()
        let first = await iterator.next()
        #expect(first?.value == 10)
    }

    @Test func `a slow listener keeps the newest sixteen`() async {
        let signals = Signals()
        let heard = signals.listen(Changed.self, to: 1)
        for value in 0..<100 { signals.send(Changed(subject: 1, value: value)) }
        var iterator = heard.makeAsyncIterator()
        var values: [Int] = []
        for _ in 0..<Signals.bufferLimit { if let signal = await iterator.next() { values.append(signal.value) } }
        #expect(values == Array(84..<100))
    }
}
