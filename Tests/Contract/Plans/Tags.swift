import Testing

extension Tag {
    @Tag static var FS1_68: Self
    @Tag static var GS_70: Self
    @Tag static var GS_71: Self
    @Tag static var GS_72: Self
    @Tag static var GS_73: Self
    @Tag static var GS_74: Self
    @Tag static var MFX_22: Self
    @Tag static var MFX_23: Self
}
