import Testing

extension Tag {
    @Tag static var ADM_01: Self
    @Tag static var ADM_02: Self
    @Tag static var ADM_03: Self
    @Tag static var ADM_04: Self
    @Tag static var ADM_05: Self
    @Tag static var ADM_06: Self
}
