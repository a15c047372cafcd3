import Testing

extension Tag {
    @Tag static var FS1_13: Self
    @Tag static var FS2_08: Self
    @Tag static var FS2_54: Self
    @Tag static var FS2_55: Self
    @Tag static var FS2_56: Self
    @Tag static var FS2_60: Self
    @Tag static var FS2_102: Self
    @Tag static var FS2_109: Self
    @Tag static var FQ_03: Self
    @Tag static var GS_29: Self
    @Tag static var GS_30: Self
    @Tag static var C_01: Self
    @Tag static var C_05: Self
}
