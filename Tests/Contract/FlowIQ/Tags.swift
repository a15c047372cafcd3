import Testing

extension Tag {
    @Tag static var FQ_01: Self
    @Tag static var FQ_02: Self
    @Tag static var FQ_03: Self
    @Tag static var FQ_04: Self
    @Tag static var FQ_05: Self
    @Tag static var FQ_06: Self
    @Tag static var FQ_07: Self
    @Tag static var FQ_08: Self
    @Tag static var FQ_09: Self
    @Tag static var FQ_10: Self
    @Tag static var FQ_11: Self
    @Tag static var FQ_12: Self
    @Tag static var FQ_13: Self
    @Tag static var FQ_14: Self
    @Tag static var FQ_15: Self
    @Tag static var FQ_16: Self
    @Tag static var FQ_17: Self
    @Tag static var FQ_18: Self
    @Tag static var FQ_19: Self
    @Tag static var FQ_20: Self
    @Tag static var FQ_21: Self
    @Tag static var FQX_01: Self
    @Tag static var FQX_02: Self
    @Tag static var FQX_03: Self
    @Tag static var FQX_04: Self
    @Tag static var FQX_05: Self
    @Tag static var FQX_06: Self
}
