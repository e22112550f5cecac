import Backbones
import Diagnostics
import Foundation
import Storage
import Tensors
import WeightHub

/// A file of pretrained weights, as a configuration names it: by its path, or as
///
/// * `offline`: those that the bootstrap installed,
/// * `pretrained`: the backbone's usual ones, by Hugging Face's cache or hub,
/// * `hf-hub:OWNER/NAME@REVISION`: any others of that hub.
struct WeightFile {
    /// The safetensors file.
    let url: URL

    /// Finds the file; fetches it where it is on the hub and not yet in the cache.
    ///
    /// - Throws: `RunError` where it is absent, or where no weights of the backbone were installed offline; `HubError`
    ///   where it cannot be fetched.
    init(named name: String, backbone: String, progress: Diagnostics.Progress) throws {
        if name == "offline" {
            url = try Self.offline(backbone)
        } else if name == "pretrained" {
            url = try Self.fetched(Self.usual(backbone), progress: progress)
        } else if let reference = try HubReference(parsing: name) {
            url = try Self.fetched(reference, progress: progress)
        } else {
            url = try Self.local(name, backbone: backbone)
        }
    }

    func sha256() throws -> String {
        try SHA256Digest.of(file: url).hex
    }

    /// The reference to the backbone's usual weights.
    static func usual(_ backbone: String) throws -> HubReference {
        let variant = try BackboneRegistry.variant(named: backbone)
        guard let repository = variant.pretrainedRepository else {
            throw RunError(
                Problem(
                    "no pretrained weights of \(backbone) are known",
                    remedy: "Name them as hf-hub:OWNER/NAME, or give a .safetensors file"
                ),
                category: .missingResource
            )
        }
        return HubReference(repository: repository)
    }

    private static func fetched(_ reference: HubReference, progress: Diagnostics.Progress) throws -> URL {
        try WeightHub(HubSettings()).file(reference, progress: progress)
    }

    private static func local(_ path: String, backbone: String) throws -> URL {
        let url = URL(filePath: (path as NSString).expandingTildeInPath)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw RunError(
                Problem(
                    "the weights of \(backbone) are not there",
                    at: url.path,
                    expected: "a .safetensors file",
                    remedy:
                        "Check the path, or name `pretrained`, or `offline` for those that script/bootstrap installed"
                ),
                category: .missingResource
            )
        }
        return url
    }

    private static func offline(_ backbone: String) throws -> URL {
        guard let folder = NativeLibraries.folder else {
            throw RunError(
                Problem("the offline weights are not there", remedy: "Run script/bootstrap"),
                category: .missingResource
            )
        }
        let url = folder.appending(path: "weights/\(backbone).safetensors")
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw RunError(
                Problem(
                    "there are no offline weights of \(backbone)",
                    expected: "tf_efficientnet_lite0",
                    remedy: "Name `pretrained`, give a .safetensors file saved by timm, or run script/bootstrap"
                ),
                category: .missingResource
            )
        }
        return url
    }
}
