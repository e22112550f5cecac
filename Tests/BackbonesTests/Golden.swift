import Networks
import Tensors
import TestSupport
import Testing

/// A fixture made by timm (`Tests/Fixtures/Backbones/make_backbones.py`).
struct Golden {
    private let tensors: [String: Tensor]

    init(_ name: String) throws {
        tensors = try Safetensors.read(Places.fixture("Backbones/\(name).safetensors"))
    }

    /// The tensors under a prefix, without it.
    func group(_ prefix: String) -> [String: Tensor] {
        Dictionary(
            uniqueKeysWithValues: tensors.compactMap { name, tensor in
                name.hasPrefix(prefix) ? (String(name.dropFirst(prefix.count)), tensor) : nil
            }
        )
    }

    /// The checkpoint's tensors.
    var weights: [String: Tensor] { group("weights/") }

    /// The activations by stage.
    var stages: [String: Tensor] { group("stage/") }

    /// The crops, and their common side.
    func crops() throws -> (pixels: [[UInt8]], side: Int) {
        let pixels = try #require(tensors["pixels"])
        return (try (0..<pixels.shape[0]).map { try pixels.selected(0, $0).array() }, pixels.shape[1])
    }
}

extension Checkpoint {
    /// Takes weights from memory, in the order of their names.
    init(_ tensors: [String: Tensor]) {
        self.init(tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
