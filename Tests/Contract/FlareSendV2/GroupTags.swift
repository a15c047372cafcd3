import Testing

extension Tag {
    @Tag static var FS2_90: Self
    @Tag static var FS2_91: Self
    @Tag static var FS2_92: Self
    @Tag static var FS2_93: Self
    @Tag static var FS2_94: Self
    @Tag static var FS2_95: Self
    @Tag static var FS2_96: Self
    @Tag static var FS2_97: Self
    @Tag static var FS2_98: Self
    @Tag static var FS2_99: Self
    @Tag static var FS2_100: Self
    @Tag static var FS2_101: Self
    @Tag static var FS2_102: Self
    @Tag static var FS2_103: Self
    @Tag static var FS2_104: Self
    @Tag static var FS2_105: Self
    @Tag static var FS2_106: Self
    @Tag static var FS2_107: Self
    @Tag static var FS2_108: Self
    @Tag static var FS2_109: Self
    @Tag static var FS2_110: Self
    @Tag static var FS2_111: Self
    @Tag static var FS2_112: Self
    @Tag static var FS2_113: Self
    @Tag static var FS2_114: Self
    @Tag static var FS2_115: Self
    @Tag static var FS2_116: Self
    @Tag static var FS2_117: Self
    @Tag static var FS2_118: Self
    @Tag static var FS2_150: Self
    @Tag static var FS2_151: Self
    @Tag static var FS2_152: Self
    @Tag static var FS2_153: Self
    @Tag static var FS2_154: Self
    @Tag static var FS2_155: Self
    @Tag static var FS2_156: Self
}
