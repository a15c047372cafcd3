package import Core

/// What an `InstanceID` names: a WhatsApp number linked, or to be linked, to Herald.
package enum Instance {}
/// What a `MessageID` names: one message to or from one chat.
package enum Message {}
/// What a `BatchID` names: the messages of one request, one per recipient.
package enum Batch {}
/// What a `KeyID` names: an API key.
package enum Key {}
/// What a `PersonID` names: somebody who works for a tenant and may sign in.
package enum Person {}
/// What a `TokenID` names: an access token of somebody who has signed in.
package enum Token {}
/// What an `InvitationID` names: a place in a tenant that is kept for somebody.
package enum Invitation {}
/// What an `EndpointID` names: a URL that webhooks are posted to.
package enum Endpoint {}
/// What a `DeliveryID` names: one event on its way to one endpoint.
package enum Delivery {}
/// What a `MediaID` names: a file that is kept to be sent, or that came in.
package enum MediaFile {}
/// What a `ContactID` names: somebody a tenant writes to.
package enum Contact {}
/// What a `TemplateID` names: words with gaps that are filled for each recipient.
package enum Template {}
/// What a `CampaignID` names: one content for many recipients, sent as time and pace allow.
package enum Campaign {}

/// What a `RequestID` names: one request that we answer.
package enum RequestKind {}
/// The id that an answer carries in `X-Request-Id`, and every log line about it.
package typealias RequestID = ID<RequestKind>

/// The id of a WhatsApp number, the same through every dialect.
package typealias InstanceID = ID<Instance>
/// The id of one message.
package typealias MessageID = ID<Message>
/// The id that the messages of one request share.
package typealias BatchID = ID<Batch>
/// The id of an API key; not the key.
package typealias KeyID = ID<Key>
/// The id of a user of a tenant.
package typealias PersonID = ID<Person>
/// The id of an access token; not the token.
package typealias TokenID = ID<Token>
/// The id of an invitation; not what its link carries.
package typealias InvitationID = ID<Invitation>
/// The id of a webhook endpoint.
package typealias EndpointID = ID<Endpoint>
/// The id of a webhook delivery.
package typealias DeliveryID = ID<Delivery>
/// The id of a file that is kept.
package typealias MediaID = ID<MediaFile>
/// The id of a contact.
package typealias ContactID = ID<Contact>
/// The id of a template.
package typealias TemplateID = ID<Template>
/// The id of a campaign.
package typealias CampaignID = ID<Campaign>

/// What an `EventID` names: something that happened, which subscribers and webhooks are told of.
package enum Occurrence {}
/// The id of something that happened, the same however often it is told.
package typealias EventID = ID<Occurrence>
