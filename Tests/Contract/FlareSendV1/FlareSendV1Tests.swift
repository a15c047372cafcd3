import TestSupport
import Testing

/// Everything that can be asked of one Herald by different tenants: one is enough for all, and what each costs in connections is not little.
@Suite(.serialized, .herald) struct FlareSendV1Tests {}
