import Core

/// The same chance in every run.
final class SteadyChance: Chance {
    private let generator: Lock<SplitMix>

    init(seed: UInt64) { generator = Lock(SplitMix(seed: seed)) }

    func bytes(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
    func fraction() -> Double { 0.5 }
}
