import Core
import Testing

@testable import Instances

@Suite struct `The vital signs of a session` {
    private let start: Duration = .seconds(1000)

    /// Connected at the start, in the middle of the jitter: proofs are due after twenty-five seconds.
    private func up() -> Vitals {
        var vitals = Vitals(at: start - .seconds(10), chance: 0.5)
        vitals.enter(.up, at: start)
        return vitals
    }

    @Test func `one that says nothing at first is given up after half a minute`() {
        let vitals = Vitals(at: start, chance: 0)
        #expect(vitals.verdict(heard: start, at: start + .milliseconds(29_999)) == .nothing)
        #expect(vitals.verdict(heard: start, at: start + .seconds(30)) == .reopen)
    }

    @Test func `one that was quiet for twenty-five seconds is asked for a sign of life, and again every ten`() {
        var vitals = up()
        #expect(vitals.verdict(heard: .zero, at: start + .milliseconds(24_999)) == .nothing)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(25)) == .prove)
        vitals.ask(at: start + .seconds(25))
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(34)) == .nothing)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(35)) == .prove)
    }

    @Test func `a sign of life puts off everything`() {
        var vitals = up()
        vitals.ask(at: start + .seconds(25))
        #expect(vitals.verdict(heard: start + .seconds(26), at: start + .seconds(50)) == .nothing)
        #expect(vitals.verdict(heard: start + .seconds(26), at: start + .seconds(51)) == .prove)
    }

    @Test func `the last sign of life counts for a minute`() {
        let vitals = up()
        #expect(vitals.verdict(heard: start + .seconds(5), at: start + .milliseconds(64_999)) == .prove)
        #expect(vitals.verdict(heard: start + .seconds(5), at: start + .seconds(65)) == .degrade)
    }

    @Test func `what was heard before the connection proves nothing of it`() {
        var vitals = up()
        vitals.enter(.down, at: start + .seconds(10))
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(200)) == .nothing)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(310)) == .reopen)
        vitals.enter(.up, at: start + .seconds(400))
        #expect(vitals.verdict(heard: start + .seconds(9), at: start + .seconds(410)) == .nothing)
    }

    @Test func `one that waits for a phone may, for longer than codes are shown`() {
        var vitals = up()
        vitals.enter(.pairing, at: start)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(899)) == .nothing)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(900)) == .reopen)
    }

    @Test func `nothing is asked of one that is being closed`() {
        var vitals = up()
        vitals.enter(.over, at: start)
        #expect(vitals.verdict(heard: .zero, at: start + .seconds(10_000)) == .nothing)
    }

    @Test func `a connection lasts when it was heard half a minute after it began`() {
        let vitals = up()
        #expect(!vitals.isLasting(heard: start + .seconds(29)))
        #expect(vitals.isLasting(heard: start + .seconds(30)))
        var down = vitals
        down.enter(.down, at: start)
        #expect(!down.isLasting(heard: start + .seconds(30)))
    }

    @Test func `proofs of many sessions are kept apart by a tenth to both sides`() {
        for (chance, seconds) in [(0.0, 22.5), (0.5, 25), (0.999, 27.4)] {
            var vitals = Vitals(at: start, chance: chance)
            vitals.enter(.up, at: start)
            #expect(vitals.verdict(heard: .zero, at: start + .seconds(seconds - 0.01)) == .nothing)
            #expect(vitals.verdict(heard: .zero, at: start + .seconds(seconds + 0.1)) == .prove)
        }
    }
}

@Suite struct `The pause between openings` {
    @Test func `it doubles from one second to five minutes, half of it by chance`() {
        let longest = (1...12).map { BackOff.pause(after: $0, chance: 0.999_999).inSeconds.rounded() }
        #expect(longest == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
        let shortest = (1...12).map { BackOff.pause(after: $0, chance: 0).inSeconds }
        #expect(shortest == [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150, 150])
    }

    @Test func `no number of openings overflows it`() {
        #expect(BackOff.pause(after: .max, chance: 0) == .seconds(150))
        #expect(BackOff.pause(after: 0, chance: 0) == .milliseconds(500))
    }
}
