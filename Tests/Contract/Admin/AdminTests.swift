import TestSupport
import Testing

/// Everything that the operator can ask of one Herald: tests keep apart by having tenants and plans of their own.
@Suite(.serialized, .herald) struct AdminTests {}
