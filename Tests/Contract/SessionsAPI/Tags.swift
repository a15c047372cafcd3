import Testing

extension Tag {
    @Tag static var GS_01: Self
    @Tag static var GS_02: Self
    @Tag static var GS_03: Self
    @Tag static var GS_04: Self
    @Tag static var GS_05: Self
    @Tag static var GS_06: Self
    @Tag static var GS_07: Self
    @Tag static var GS_08: Self
    @Tag static var GS_09: Self
    @Tag static var GS_20: Self
    @Tag static var GS_21: Self
    @Tag static var GS_22: Self
    @Tag static var GS_23: Self
    @Tag static var GS_24: Self
    @Tag static var GS_25: Self
    @Tag static var GS_26: Self
    @Tag static var GS_27: Self
    @Tag static var GS_28: Self
    @Tag static var GS_29: Self
    @Tag static var GS_30: Self
    @Tag static var GS_31: Self
    @Tag static var GS_32: Self
    @Tag static var GS_40: Self
    @Tag static var GS_41: Self
    @Tag static var GS_42: Self
    @Tag static var GS_43: Self
    @Tag static var GS_44: Self
    @Tag static var GS_45: Self
    @Tag static var GS_46: Self
    @Tag static var GS_47: Self
    @Tag static var GS_48: Self
    @Tag static var GS_49: Self
    @Tag static var GS_50: Self
    @Tag static var GS_51: Self
    @Tag static var GS_52: Self
    @Tag static var GS_53: Self
    @Tag static var GS_54: Self
    @Tag static var GS_60: Self
    @Tag static var GS_61: Self
    @Tag static var GS_62: Self
    @Tag static var GS_63: Self
}
