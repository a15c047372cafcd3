import TestSupport
import Testing

/// Files as a whole Herald keeps them.
@Suite(.herald) struct MediaTests {}
