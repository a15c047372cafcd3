import API
import Contracts
import Core
import HTTP
import Media

extension Native {
    var mediaRoutes: [Route] { [uploadMedia, listMedia, getMedia, removeMedia, mediaContent] }

    private var uploadMedia: Route {
        Route(
            .post, "/v1/media", "Upload a file once, to send it as often as wanted",
            takes: .upload(MediaUpload.shape, form: Form(.text("kind"), .text("file_name")), example: .example),
            .query("kind", optional: Shape<MediaKind>.choice(), "As in the form, for a file that comes alone"),
            .query("file_name", optional: .text(max: 255), "As in the form, for a file that comes alone"),
            gives: .created(MediaResource.shape, location: { "/v1/media/\($0.id)" }, example: .example), auth: .key(.send)
        ) { [media] call, sent, kind, fileName in
            let (upload, item) = try await sent.read { file in
                // In a form the kind may come behind the file.
                try await media.receive(as: kind, fileName: fileName ?? file.name, at: "/file", as: call.caller) { try await file.next() }
            }
            if let item {
                if let kind = upload.kind { _ = try await media.kept(item.reference.id, as: kind, at: "/file", as: call.caller) }
                return MediaResource(item)
            }
            guard let url = upload.url else { throw Problem.invalid([Violation("/url", "is required where no file is uploaded")]) }
            let file = try await media.fetch(url, as: upload.kind ?? .document, at: "/url", as: call.caller)
            return MediaResource(try await media.item(file.id, as: call.caller))
        }.named(
            "uploadMedia",
            """
            The file comes in the part `file` of a form, alone as the content (of any media type, and of none), or from a `url`. What it is, its \
            bytes say. The same bytes are kept once, and for 30 days after they were used last.
            """)
    }

    private var listMedia: Route {
        Route(
            .get, "/v1/media", "List files, newest first", takes: PageLimit.input, PageLimit.cursor(of: MediaFile.self),
            gives: .ok(Page<MediaResource, MediaFile>.shape(of: MediaResource.shape)), auth: .key(.read)
        ) { [media] call, limit, cursor in
            let (items, next) = try await media.items(limit: limit, after: cursor, as: call.caller)
            return Page(data: items.map { MediaResource($0) }, next: next)
        }
    }

    private var getMedia: Route {
        Route(
            .get, "/v1/media/{id}", "A file's facts, and a link to its bytes that works for 15 minutes", takes: .path("id", .identifier()),
            gives: .ok(MediaResource.shape, example: .example), fails: [.notFound], auth: .key(.read)
        ) { [media] call, id in
            let item = try await media.item(id, as: call.caller)
            return MediaResource(item, link: media.link(to: id, of: call.caller.tenant))
        }
    }

    private var removeMedia: Route {
        Route(
            .delete, "/v1/media/{id}", "Forget a file; what is still to be sent with it fails", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound], auth: .key(.send)
        ) { [media] call, id in
            try await media.remove(id, as: call.caller)
        }
    }

    private var mediaContent: Route {
        Route(
            .get, "/v1/media/{id}/content", "A file's bytes, under a link that `GET /v1/media/{id}` gave", takes: .path("id", .identifier()),
            .query("tenant", .identifier()), .query("expires", .integer(0...99_999_999_999)), .query("signature", .text(max: 100)),
            gives: .raw(FileAnswer.mediaType), fails: [.notFound], auth: .none
        ) { [media] (_, id: MediaID, tenant: TenantID, expires: Int, signature: String) in
            let (item, read) = try await media.linked(id, of: tenant, expires: Int64(expires), signature: signature)
            return FileAnswer.response(item) { writer in try await read { try await writer.write($0) } }
        }
    }
}
