import Testing

extension Tag {
    @Tag static var FS1_43: Self
    @Tag static var FS1_44: Self
    @Tag static var FS1_49: Self
}
