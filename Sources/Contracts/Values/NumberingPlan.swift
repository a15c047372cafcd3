/// What is known of the world's numbering plans (ITU-T E.164 and its national plans): which country codes there are, and how many digits follow
/// each. It tells numbers that cannot be from those that may be, and no more.
enum NumberingPlan {
    /// Country codes by how many digits follow them, from the shortest number of a person in use to the longest.
    private static let lengths: [(ClosedRange<Int>, [Int])] = [
        (4...5, [290]),
        (4...7, [683, 690]),
        (4...11, [352]),
        (5...5, [247, 500, 682]),
        (5...7, [676, 677, 678, 688]),
        (5...8, [686]),
        (5...10, [82, 263, 358, 685]),
        (5...13, [43, 49]),
        (6...6, [298, 299, 672, 681, 687]),
        (6...7, [597]),
        (6...9, [40, 252, 359, 376, 421, 508]),
        (6...10, [53, 63, 95, 98, 880]),
        (6...11, [39]),
        (7...7, [220, 238, 239, 246, 248, 269, 291, 297, 501, 592, 673, 674, 679, 680, 691, 692, 960]),
        (7...8, [230, 241, 267, 372, 507, 599, 670, 675, 961, 975]),
        (7...9, [46, 48, 231, 265, 354, 423, 595, 967]),
        (7...10, [243, 254, 353]),
        (7...11, [86]),
        (7...12, [62, 381, 882]),
        (
            8...8,
            [
                45, 47, 65, 216, 222, 223, 226, 227, 228, 232, 235, 236, 253, 257, 266, 268, 350, 356, 357, 370, 371, 373, 374, 382, 386, 389, 502,
                503, 504, 505, 506, 509, 591, 598, 689, 800, 808, 852, 853, 965, 968, 973, 974, 993,
            ]
        ),
        (8...9, [32, 36, 51, 66, 213, 224, 250, 258, 264, 355, 377, 385, 387, 593, 855, 886, 962, 963, 970, 971, 972]),
        (8...10, [20, 60, 64, 229, 234, 378, 850, 856, 964, 976, 977]),
        (8...12, [383, 883]),
        (
            9...9,
            [
                27, 33, 34, 41, 56, 61, 93, 94, 211, 212, 218, 221, 233, 237, 240, 242, 244, 245, 249, 251, 255, 256, 260, 261, 262, 351, 375, 380,
                420, 590, 594, 596, 966, 979, 992, 994, 995, 996, 998,
            ]
        ),
        (9...10, [44, 81, 84, 92, 881]),
        (9...11, [31]),
        (9...12, [870]),
        (10...10, [1, 7, 30, 57, 58, 90, 91, 225]),
        (10...11, [52, 54, 55]),
        (11...11, [888]),
        (12...12, [878]),
    ]

    /// Where a number may go on with 0 behind the country code. Everywhere else that 0 is dialled inside the country only, or never.
    private static let zeros: Set<Int> = [
        39, 225, 226, 227, 229, 241, 242, 247, 250, 267, 378, 501, 507, 598, 676, 679, 687, 800, 853, 881, 888, 974, 992,
    ]

    /// By country code: the shortest and longest number behind it, 0 where there is no such country code.
    private static let table: [(shortest: UInt8, longest: UInt8, mayBeginWithZero: Bool)] = {
        var table = [(shortest: UInt8, longest: UInt8, mayBeginWithZero: Bool)](repeating: (0, 0, false), count: 1000)
        for (lengths, codes) in lengths {
            for code in codes { table[code] = (UInt8(lengths.lowerBound), UInt8(lengths.upperBound), zeros.contains(code)) }
        }
        return table
    }()

    /// Throws if no telephone has these digits, which are ASCII's and at least `PhoneNumber.length.lowerBound`.
    static func check(_ digits: String) throws(PhoneNumber.Fault) {
        var code = 0
        var position = 0
        for byte in digits.utf8.prefix(3) {
            code = code * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
            let plan = table[code]
            // No country code begins with another.
            guard plan.longest > 0 else { continue }
            guard let first = digits.utf8.dropFirst(position).first else { return }
            if first == UInt8(ascii: "0"), !plan.mayBeginWithZero { throw .trunkZero(countryCode: code) }
            let count = digits.utf8.count - position
            guard count >= plan.shortest, count <= plan.longest else {
                throw .wrongLength(countryCode: code, Int(plan.shortest)...Int(plan.longest))
            }
            // Area codes of North America begin with 2 to 9; what begins with 1 was written with a prefix before it.
            if code == 1, first == UInt8(ascii: "1") { throw .unknownCountry }
            return
        }
        throw .unknownCountry
    }
}
