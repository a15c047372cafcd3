import Core

/// Writes the head of an answer.
struct HTTPAnswerHead {
    /// What the request says about the form of its answer.
    struct Rules {
        var isHead = false
        /// HTTP/1.0: no chunked coding, and staying open must be said.
        var isOld = false
        var keepsAlive = true
    }

    /// How the end of the content is marked.
    enum Ending {
        /// There is no content, and the status says so.
        case none
        case length(Int)
        case chunked
        case close
    }

    static func append(
        status: Int, fields: HTTPFields, ending: Ending, rules: Rules, date: [UInt8], to output: inout [UInt8]
    ) {
        output.append("HTTP/1.1 ")
        output.append(statusLine(status))
        output.append(contentsOf: date)
        output.append(contentsOf: fields.bytes)
        switch ending {
        case .length(let length):
            output.append("Content-Length: ")
            Decimal.append(length, to: &output)
            output.append("\r\n")
        case .chunked: output.append("Transfer-Encoding: chunked\r\n")
        case .none, .close: break
        }
        if !rules.keepsAlive {
            output.append("Connection: close\r\n")
        } else if rules.isOld {
            output.append("Connection: keep-alive\r\n")
        }
        output.append("\r\n")
    }

    /// Whether an answer of that status has no content whatever its body says (RFC 9110, section 6.4.1).
    static func isWithoutContent(_ status: Int) -> Bool { status == 204 || status == 304 }

    private static func statusLine(_ status: Int) -> StaticString {
        switch status {
        case 200: "200 OK\r\n"
        case 201: "201 Created\r\n"
        case 202: "202 Accepted\r\n"
        case 203: "203 Non-Authoritative Information\r\n"
        case 204: "204 No Content\r\n"
        case 206: "206 Partial Content\r\n"
        case 207: "207 Multi-Status\r\n"
        case 301: "301 Moved Permanently\r\n"
        case 302: "302 Found\r\n"
        case 303: "303 See Other\r\n"
        case 304: "304 Not Modified\r\n"
        case 307: "307 Temporary Redirect\r\n"
        case 308: "308 Permanent Redirect\r\n"
        case 400: "400 Bad Request\r\n"
        case 401: "401 Unauthorized\r\n"
        case 402: "402 Payment Required\r\n"
        case 403: "403 Forbidden\r\n"
        case 404: "404 Not Found\r\n"
        case 405: "405 Method Not Allowed\r\n"
        case 406: "406 Not Acceptable\r\n"
        case 408: "408 Request Timeout\r\n"
        case 409: "409 Conflict\r\n"
        case 410: "410 Gone\r\n"
        case 411: "411 Length Required\r\n"
        case 412: "412 Precondition Failed\r\n"
        case 413: "413 Content Too Large\r\n"
        case 414: "414 URI Too Long\r\n"
        case 415: "415 Unsupported Media Type\r\n"
        case 416: "416 Range Not Satisfiable\r\n"
        case 417: "417 Expectation Failed\r\n"
        case 421: "421 Misdirected Request\r\n"
        case 422: "422 Unprocessable Content\r\n"
        case 423: "423 Locked\r\n"
        case 424: "424 Failed Dependency\r\n"
        case 425: "425 Too Early\r\n"
        case 426: "426 Upgrade Required\r\n"
        case 428: "428 Precondition Required\r\n"
        case 429: "429 Too Many Requests\r\n"
        case 431: "431 Request Header Fields Too Large\r\n"
        case 451: "451 Unavailable For Legal Reasons\r\n"
        case 501: "501 Not Implemented\r\n"
        case 502: "502 Bad Gateway\r\n"
        case 503: "503 Service Unavailable\r\n"
        case 504: "504 Gateway Timeout\r\n"
        case 505: "505 HTTP Version Not Supported\r\n"
        case 507: "507 Insufficient Storage\r\n"
        // Also for what no handler may answer, such as 101.
        default: "500 Internal Server Error\r\n"
        }
    }
}
