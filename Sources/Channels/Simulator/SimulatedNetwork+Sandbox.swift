import Contracts

extension SimulatedNetwork: Sandbox {
    package func setAcknowledging(_ acknowledging: Bool) async { hold(!acknowledging) }
}
