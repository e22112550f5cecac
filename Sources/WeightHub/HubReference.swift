import Diagnostics

/// One file of one repository of a model hub, as `hf-hub:timm/convnextv2_nano.fcmae@main` names it.
public struct HubReference: Sendable, Hashable, CustomStringConvertible {
    /// The owner and the name: `timm/convnextv2_nano.fcmae`.
    public let repository: String
    /// A branch, a tag or a commit.
    public let revision: String
    /// The file's path in the repository.
    public let file: String

    /// The prefix by which a configuration tells a hub's weights from a path, as in timm.
    public static let prefix = "hf-hub:"

    /// Names a file.
    public init(repository: String, revision: String = "main", file: String = "model.safetensors") {
        self.repository = repository
        self.revision = revision
        self.file = file
    }

    /// Reads `hf-hub:OWNER/NAME` or `hf-hub:OWNER/NAME@REVISION`; nil where the text has no such prefix.
    ///
    /// - Throws: `HubError` where the rest is not an owner and a name of letters, digits, `-`, `_` and `.`.
    public init?(parsing text: String) throws(HubError) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(
            separator: "@",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        let revision = parts.count == 2 ? parts[1] : "main"
        guard names.count == 2, (names + [revision]).allSatisfy(Self.isName) else {
            throw HubError(
                .usage,
                what: "cannot understand the name of these weights",
                expected: "hf-hub:OWNER/NAME or hf-hub:OWNER/NAME@REVISION",
                found: text
            )
        }
        self.init(repository: String(parts[0]), revision: String(revision))
    }

    /// The name as a configuration gives it.
    public var description: String {
        Self.prefix + repository + (revision == "main" ? "" : "@\(revision)")
    }

    /// A name becomes part of a path and of an address, so it holds nothing that means something there.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
