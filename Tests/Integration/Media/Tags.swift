import Testing

extension Tag {
    @Tag static var FS2_58: Self
    @Tag static var FS2_59: Self
    @Tag static var GS_50: Self
}
