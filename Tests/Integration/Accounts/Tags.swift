import Testing

extension Tag {
    @Tag static var FS1_29: Tag
    @Tag static var FS1_31: Tag
}
