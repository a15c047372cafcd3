import Core
import Crypto

/// The deployment's own two keys, from the settings or from the data folder.
struct Keyring {
    /// Wraps the tenants' data keys.
    let master: Secret<[UInt8]>
    /// Opens what is the operator's.
    let admin: Secret<String>
    /// Whether the operator's key was made just now and has to be shown once.
    let isAdminNew: Bool

    init(_ config: Config, chance: any Chance) throws {
        let folder = DataFolder(path: config.dataFolder)
        if let key = config.masterKey {
            master = key
        } else {
            let text = try folder.key("master.key") { Base64.standard.encode(chance.bytes(Config.masterKeyLength)) }.key
            guard let bytes = Base64.standard.decode(text), bytes.count == Config.masterKeyLength else {
                throw DataFolderError(folder.path + "/master.key", "is not 32 bytes in base64", nil)
            }
            master = Secret(bytes)
        }
        if let key = config.adminKey {
            admin = key
            isAdminNew = false
        } else {
            let (key, isNew) = try folder.key("admin.key") { "hk_admin_" + Base64.url.encode(chance.bytes(32)) }
            admin = Secret(key)
            isAdminNew = isNew
        }
    }

    /// What seals answers to the operator, who has no data key.
    static func operatorAnswersKey(under master: Secret<[UInt8]>) -> SymmetricKey? {
        SymmetricKey(Signature.hmacSHA256(key: master.reveal, "herald operator answers v1".utf8))
    }

    /// What signs links to files: a key of its own, so that nothing that knows it knows the master key.
    static func linkKey(under master: Secret<[UInt8]>) -> Secret<[UInt8]> {
        Secret(Signature.hmacSHA256(key: master.reveal, "herald media links v1".utf8))
    }

    /// What audit trails are chained with.
    static func trailKey(under master: Secret<[UInt8]>) -> Secret<[UInt8]> {
        Secret(Signature.hmacSHA256(key: master.reveal, "herald audit trails v1".utf8))
    }
}
