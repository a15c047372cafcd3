import API
import Billing

extension MsgFlash {
    var billingRoutes: [Route] { [] }
}
