/// What `up` prints: where Herald is, the keys, and lines that work when pasted.
struct FirstSteps: Sendable {
    let url: String
    let tenant: DemoTenant
    let instance: String

    var text: String {
        """

        Herald is at \(url). Its demo tenant '\(tenant.slug)' has two keys:

          live  \(tenant.liveKey)
          test  \(tenant.testKey)   (reaches only sandbox instances)

        The sandbox number +\(SandboxNumber.number) is linked already. Paste into another terminal:

        export HERALD=\(url) KEY=\(tenant.testKey)

        # Send a message
        curl -sSw '\\n' $HERALD/send-message -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"recipients":["254712345678"],"type":"text","text":"Hello from Herald"}'

        # Receive webhooks: a receiver that prints what comes, then an endpoint for it (it is verified when it is made)
        python3 -c '
        import http.server
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                print(self.headers, self.rfile.read(int(self.headers["Content-Length"])).decode(), flush=True)
                self.send_response(204)
                self.end_headers()
        http.server.HTTPServer(("127.0.0.1", 9000), Receiver).serve_forever()' &
        sleep 1
        curl -sSw '\\n' $HERALD/v1/webhook-endpoints -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"url":"http://127.0.0.1:9000/"}'

        # Be answered: numbers that end in 0006 echo what they get
        curl -sSw '\\n' $HERALD/send-message -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"recipients":["254712340006"],"type":"text","text":"Is anybody there?"}'

        # Link a second number: make an instance, then scan its code as a phone would
        ID=$(curl -sS $HERALD/v1/instances -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"name":"second"}' | grep -oE '"id": ?"[^"]+"' | head -n 1 | cut -d'"' -f4)
        curl -sSw '\\n' $HERALD/v1/sandbox/instances/$ID/scan -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"number":"254700000002"}'

        Ctrl-C stops Herald and its database. The database stays in .herald/; the next `up` goes on with it.
        """
    }
}
