import Testing

extension Tag {
    @Tag static var FS2_59: Self
    @Tag static var GS_45: Self
    @Tag static var GS_46: Self
    @Tag static var GS_48: Self
    @Tag static var GS_49: Self
    @Tag static var GS_50: Self
}
