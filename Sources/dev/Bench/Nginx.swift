import Foundation

/// The anchor for HTTP: nginx answering 200 on two workers.
struct Nginx {
    let port: Int
    let child: Child

    init(in directory: String, _ workspace: Workspace) throws(Failure) {
        port = try Port.free()
        let configuration = """
            worker_processes 2;
            daemon off;
            pid \(directory)/nginx.pid;
            error_log \(directory)/nginx.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                keepalive_requests 1000000000;
                client_body_temp_path \(directory)/body;
                proxy_temp_path \(directory)/proxy;
                fastcgi_temp_path \(directory)/fastcgi;
                uwsgi_temp_path \(directory)/uwsgi;
                scgi_temp_path \(directory)/scgi;
                server {
                    listen 127.0.0.1:\(port);
                    location / {
                        default_type application/json;
                        return 200 '{"status":"live"}';
                    }
                }
            }
            """
        let file = directory + "/nginx.conf"
        try workspace.write(configuration, to: file)
        guard let program = Environment.find("nginx", alsoIn: ["/usr/sbin"]) else { throw Failure("nginx is not on this machine") }
        child = try Tool(program, "-c", file, "-p", directory).start(input: .nothing, log: directory + "/nginx.out")
        let api = API(url: url)
        for _ in 0..<100 where api.status(of: "/") != 200 { usleep(50_000) }
    }

    var url: String { "http://127.0.0.1:\(port)" }
}
