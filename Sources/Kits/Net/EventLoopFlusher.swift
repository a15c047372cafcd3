/// Who gathers output during a turn of a loop and writes it at the end. Called on the loop's thread.
package protocol EventLoopFlusher: AnyObject {
    /// Writes what was gathered.
    func flush()
}
