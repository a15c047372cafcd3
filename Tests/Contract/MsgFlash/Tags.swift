import Testing

extension Tag {
    @Tag static var MF_01: Self
    @Tag static var MF_02: Self
    @Tag static var MF_03: Self
    @Tag static var MF_04: Self
    @Tag static var MF_05: Self
    @Tag static var MF_06: Self
    @Tag static var MF_07: Self
    @Tag static var MF_08: Self
    @Tag static var MF_09: Self
    @Tag static var MF_10: Self
    @Tag static var MF_11: Self
    @Tag static var MF_12: Self
    @Tag static var MF_13: Self
    @Tag static var MF_14: Self
    @Tag static var MF_15: Self
    @Tag static var MF_16: Self
    @Tag static var MF_17: Self
    @Tag static var MF_18: Self
    @Tag static var MF_19: Self
    @Tag static var MF_20: Self
    @Tag static var MFX_01: Self
    @Tag static var MFX_02: Self
    @Tag static var MFX_03: Self
    @Tag static var MFX_04: Self
    @Tag static var MFX_05: Self
    @Tag static var MFX_06: Self
    @Tag static var MFX_07: Self
    @Tag static var MFX_08: Self
    @Tag static var MFX_09: Self
    @Tag static var MFX_10: Self
    @Tag static var MFX_11: Self
    @Tag static var MFX_12: Self
    @Tag static var MFX_13: Self
    @Tag static var MFX_14: Self
    @Tag static var MFX_15: Self
    @Tag static var MFX_16: Self
    @Tag static var MFX_21: Self
    @Tag static var MFX_23: Self
}
