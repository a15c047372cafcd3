import API
import Contracts
import Core
import HTTP

// How to read what the compiler says about shapes and routes, which are parameter packs. The lines marked "says" do not compile as described;
// what stands here does.

private struct Parcel: Sendable {
    var name: String
    var count: Int
    var note: String?
}

// Two fields swapped, against the order of the initialiser: the compiler says of each of the two
//     key path value type 'Int' cannot be converted to contextual type 'String'
//     contextual member reference to static method 'integer' requires 'Self' constraint in the protocol extension
// The first line of each pair is the one to read: at this place the initialiser wants a String.
//
// A property that may be nil, declared without `optional:` or `nullable:`:
//     key path value type 'String?' cannot be converted to contextual type 'String'
private let parcel = Shape.object(
    Parcel.init,
    Field("name", \.name, .text()),
    Field("count", \.count, .integer()),
    Field("note", \.note, optional: .text()))

// A handler that takes fewer parameters than `takes` lists: the compiler points at the first input that nobody takes and says
//     extra argument in call
// `call.caller` on a route that asks for nothing:
//     property 'caller' requires the types 'Anybody' and 'Caller' be equivalent
private let route = Route(
    .get, "/parcels", "List", takes: .query("name", .text()), .query("count", .integer(1...9), default: 1), gives: .ok(.list(of: parcel)),
    auth: .key(.read)
) { call, name, count in
    [Parcel(name: name, count: count, note: call.caller.tenant.description)]
}
