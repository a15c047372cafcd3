import Events

/// Something that shows of an instance has changed in this process: its status, its number, the code to scan.
package struct InstanceChanged: Signal {
    /// Which instance.
    package let instance: InstanceID

    /// Names the instance.
    package init(_ instance: InstanceID) { self.instance = instance }

    package var subject: InstanceID { instance }
}
