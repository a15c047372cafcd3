import API
import Billing

extension Native {
    var usageRoutes: [Route] { [] }
}
