/// The check words of a Reed-Solomon code over GF(2^8), reduced by x^8 + x^4 + x^3 + x^2 + 1, with generator 2 (ISO/IEC 18004, 7.5.2).
struct ReedSolomon {
    /// The powers of the generator, twice over, so that a sum of two logarithms needs no remainder.
    private static let powers: [UInt8] = {
        var powers: [UInt8] = []
        var value = 1
        for _ in 0..<510 {
            powers.append(UInt8(truncatingIfNeeded: value))
            value <<= 1
            if value > 0xFF { value ^= 0x11D }
        }
        return powers
    }()
    /// To which power the generator is raised, by what results; there is none for 0.
    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 256)
        for exponent in 0..<255 { logarithms[Int(powers[exponent])] = exponent }
        return logarithms
    }()

    /// The logarithms of the generator polynomial's coefficients after the first, which is 1. All have one: a codeword of so few
    /// terms that one were 0 would be nearer to the zero word than the code allows.
    let generator: [Int]

    /// A code that adds so many words to any data, at least one.
    init(checkWords count: Int) {
        // The product of (x - 2^i), highest power first.
        var coefficients: [UInt8] = [1]
        for root in 0..<count {
            coefficients.append(0)
            for index in coefficients.indices.dropFirst().reversed() where coefficients[index - 1] != 0 {
                coefficients[index] ^= Self.powers[Self.logarithms[Int(coefficients[index - 1])] + root]
            }
        }
        generator = coefficients.dropFirst().map { Self.logarithms[Int($0)] }
    }

    /// What is left of the data's polynomial, moved up by the count of check words, after division by the generator.
    func checkWords(of data: ArraySlice<UInt8>) -> [UInt8] {
        let (powers, logarithms) = (Self.powers, Self.logarithms)
        var rest = [UInt8](repeating: 0, count: generator.count)
        let last = generator.count - 1
        for word in data {
            let factor = word ^ rest[0]
            guard factor != 0 else {
                for index in 0..<last { rest[index] = rest[index + 1] }
                rest[last] = 0
                continue
            }
            let logarithm = logarithms[Int(factor)]
            for index in 0..<last { rest[index] = rest[index + 1] ^ powers[logarithm + generator[index]] }
            rest[last] = powers[logarithm + generator[last]]
        }
        return rest
    }
}
