import API
import Audit

extension Native {
    var auditRoutes: [Route] { [] }
}
