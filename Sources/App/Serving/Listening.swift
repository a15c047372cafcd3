import Net

/// The address to listen on cannot be used; one line.
struct ListeningError: Error, CustomStringConvertible {
    let description: String
}

/// Reads addresses to listen on.
enum Listening {
    static func address(_ host: String, _ port: Int) throws(ListeningError) -> SocketAddress {
        let ip = host == "localhost" ? "127.0.0.1" : host
        guard let address = SocketAddress(ip: ip, port: port) else {
            throw ListeningError(description: "HERALD_HOST must be a numeric address, such as 127.0.0.1 or 0.0.0.0: \(host)")
        }
        return address
    }
}
