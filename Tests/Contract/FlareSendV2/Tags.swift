import Testing

extension Tag {
    @Tag static var FS2_01: Self
    @Tag static var FS2_02: Self
    @Tag static var FS2_04: Self
    @Tag static var FS2_05: Self
    @Tag static var FS2_06: Self
    @Tag static var FS2_07: Self
    @Tag static var FS2_08: Self
    @Tag static var FS2_09: Self
    @Tag static var FS2_10: Self
    @Tag static var FS2_30: Self
    @Tag static var FS2_31: Self
    @Tag static var FS2_33: Self
    @Tag static var FS2_34: Self
    @Tag static var FS2_35: Self
    @Tag static var FS2_36: Self
    @Tag static var FS2_37: Self
    @Tag static var FS2_38: Self
    @Tag static var FS2_39: Self
    @Tag static var FS2_40: Self
    @Tag static var FS2_41: Self
    @Tag static var FS2_42: Self
    @Tag static var FS2_43: Self
    @Tag static var FS2_44: Self
    @Tag static var FS2_45: Self
    @Tag static var FS2_46: Self
    @Tag static var FS2_130: Self
    @Tag static var FS2_131: Self
    @Tag static var FS2_132: Self
    @Tag static var FS2_133: Self
    @Tag static var FS2_134: Self
    @Tag static var FS2_135: Self
    @Tag static var FS2_136: Self
    @Tag static var FS2_137: Self
    @Tag static var FS2_138: Self
    @Tag static var FS2_139: Self
    @Tag static var FS2_140: Self
}
