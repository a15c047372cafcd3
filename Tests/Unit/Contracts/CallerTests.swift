import Contracts
import Core
import Testing

@Suite struct CallerTests {
    private static let tenant = TenantID(high: 1, low: 1)
    private static let (one, two) = (InstanceID(high: 2, low: 1), InstanceID(high: 2, low: 2))

    private static func key(_ environment: KeyEnvironment = .live, _ scopes: Scopes = .all, tiedTo instance: InstanceID? = nil) -> Caller {
        Caller(tenant: tenant, key: KeyID(high: 3, low: 1), environment: environment, instance: instance, scopes: scopes)
    }

    @Test func `nobody hands on scopes that they lack`() {
        let sender = Self.key(.live, [.send, .manage])
        #expect(sender.covers(.send, in: .live, tiedTo: nil))
        #expect(!sender.covers(.all, in: .live, tiedTo: nil))
        #expect(!sender.covers(.read, in: .test, tiedTo: Self.one))
    }

    @Test func `a key of the sandbox makes no key that leaves it`() {
        #expect(Self.key(.test).covers(.all, in: .test, tiedTo: nil))
        #expect(!Self.key(.test).covers(.all, in: .live, tiedTo: nil))
        #expect(Self.key(.live).covers(.all, in: .test, tiedTo: nil))
    }

    @Test func `a key of one instance makes no key that reaches another`() {
        let pinned = Self.key(tiedTo: Self.one)
        #expect(pinned.covers(.all, in: .live, tiedTo: Self.one))
        #expect(!pinned.covers(.all, in: .live, tiedTo: Self.two))
        #expect(!pinned.covers(.all, in: .live, tiedTo: nil))
        #expect(Self.key().covers(.all, in: .live, tiedTo: Self.two))
    }

    @Test func `only whoever reaches everything has a say over the whole`() {
        #expect(Self.key().reachesWholeTenant)
        #expect(!Self.key(.test).reachesWholeTenant)
        #expect(!Self.key(tiedTo: Self.one).reachesWholeTenant)
        #expect(Caller(tenant: Self.tenant, person: PersonID(high: 4, low: 1), token: TokenID(high: 5, low: 1), role: .viewer).reachesWholeTenant)
    }
}
