import TestSupport
import Testing

/// What plans allow, and everything else of which there is only so much: one Herald is enough for all tenants.
@Suite(.serialized, .herald) struct PlanTests {}
