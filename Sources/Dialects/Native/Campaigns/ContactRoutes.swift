import API
import Campaigns
import Contracts
import Core
import HTTP

extension Native {
    var contactRoutes: [Route] { [createContact, listContacts, getContact, changeContact, deleteContact] }

    private var createContact: Route {
        Route(
            .post, "/v1/contacts", "Keep somebody you write to", takes: .body(ContactRequest.shape),
            gives: .created(ContactResource.shape, location: { "/v1/contacts/\($0.record.id)" }), fails: [.conflict, .limitReached],
            auth: .key(.manage)
        ) { [campaigns] call, body in
            ContactResource(record: try await campaigns.createContact(body, as: call.caller))
        }.named("createContact", "A tenant has at most \(Campaigns.contactsLimit) contacts.")
    }

    private var listContacts: Route {
        Route(
            .get, "/v1/contacts", "List contacts, the newest first", takes: PageLimit.input, PageLimit.cursor(of: Contact.self),
            .query("tag", optional: ContactRequest.tag, "Only those that have it"), .query("number", optional: Shape<PhoneNumber>.phoneNumber),
            gives: .ok(Page<ContactResource, Contact>.shape(of: ContactResource.shape)), auth: .key(.read)
        ) { [campaigns] call, limit, cursor, tag, number in
            let (found, next) = try await campaigns.contacts(
                limit: limit, after: cursor, tags: tag.map { [$0] } ?? [], number: number, as: call.caller)
            return Page(data: found.map { ContactResource(record: $0) }, next: next)
        }
    }

    private var getContact: Route {
        Route(
            .get, "/v1/contacts/{id}", "Get a contact", takes: .path("id", .identifier()), gives: .ok(ContactResource.shape), fails: [.notFound],
            auth: .key(.read)
        ) { [campaigns] call, id in
            ContactResource(record: try await campaigns.contact(id, as: call.caller))
        }
    }

    private var changeContact: Route {
        Route(
            .patch, "/v1/contacts/{id}", "Change a contact", takes: .path("id", .identifier()), .body(ContactRequest.change),
            gives: .ok(ContactResource.shape), fails: [.notFound, .conflict], auth: .key(.manage)
        ) { [campaigns] call, id, body in
            ContactResource(record: try await campaigns.changeContact(id, body, as: call.caller))
        }
    }

    private var deleteContact: Route {
        Route(
            .delete, "/v1/contacts/{id}", "Forget a contact, but not that its number has opted out", takes: .path("id", .identifier()),
            gives: .noContent, fails: [.notFound], auth: .key(.manage)
        ) { [campaigns] call, id in
            try await campaigns.removeContact(id, as: call.caller)
        }
    }
}
