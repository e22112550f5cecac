import Diagnostics
import Foundation
import Storage
import Tensors

/// A file of pretrained weights, named in a configuration by its path or by `offline`.
struct WeightFile {
    /// The safetensors file.
    let url: URL

    /// Finds the file.
    ///
    /// - Throws: `RunError` where it is absent, or where no weights of the backbone were installed offline.
    init(named name: String, backbone: String) throws {
        guard name == "offline" else {
            url = URL(filePath: (name as NSString).expandingTildeInPath)
            guard FileManager.default.fileExists(atPath: url.path) else {
                throw RunError(
                    Problem(
                        "the weights of \(backbone) are not there",
                        at: url.path,
                        expected: "a .safetensors file",
                        remedy: "Check the path, or use `offline` for the weights that script/bootstrap installed"
                    ),
                    category: .missingResource
                )
            }
            return
        }
        guard let folder = NativeLibraries.folder else {
            throw RunError(
                Problem("the offline weights are not there", remedy: "Run script/bootstrap"),
                category: .missingResource
            )
        }
        url = folder.appending(path: "weights/\(backbone).safetensors")
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw RunError(
                Problem(
                    "there are no offline weights of \(backbone)",
                    expected: "tf_efficientnet_lite0",
                    remedy: "Give a .safetensors file saved by timm, or run script/bootstrap"
                ),
                category: .missingResource
            )
        }
    }

    func sha256() throws -> String {
        try SHA256Digest.of(file: url).hex
    }
}
