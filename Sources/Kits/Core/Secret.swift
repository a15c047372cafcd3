/// A value that must not be printed: it shows as dots in descriptions, dumps and logs.
package struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The value itself; whoever calls this takes the blame for where it goes.
    package let reveal: Value

    /// Wraps a value.
    package init(_ value: Value) { reveal = value }

    package var description: String { "••••" }
    package var debugDescription: String { "••••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
