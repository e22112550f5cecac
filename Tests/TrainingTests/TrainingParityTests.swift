import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@testable import Backbones
@testable import Training

/// One training pass of a small configuration of each family against timm's under torchvision's focal loss; see
/// `Tests/Fixtures/Training/make_training.py`.
@Suite struct TrainingParityTests {
    /// A fixture and the configuration it is of.
    struct Family: Sendable, CustomTestStringConvertible {
        let name: String
        let architecture: BackboneVariant.Architecture
        let inputSize: Int

        var testDescription: String { name }
        var variant: BackboneVariant {
            BackboneVariant(name: name, architecture: architecture, preprocessing: .imageNet)
        }
    }

    static let families: [Family] =
        [("eva02_fused", false), ("eva02_split", true)].map { name, isSplit in
            var configuration = EVA02.Configuration(width: 16, depth: 2, heads: 2, isSplit: isSplit)
            configuration.patchSize = 4
            return Family(name: name, architecture: .eva02(configuration), inputSize: 16)
        }
        + [("convnextv2", false), ("convnextv2_linear", true)].map { name, isLinear in
            let stages = [4, 6, 8, 10].map { ConvNeXtV2.Stage(depth: 1, width: $0) }
            let configuration = ConvNeXtV2.Configuration(stages: stages, isLinear: isLinear)
            return Family(name: name, architecture: .convNeXtV2(configuration), inputSize: 32)
        }
        + [
            Family(
                name: "efficientnet_lite",
                architecture: .efficientNetLite(
                    EfficientNetLite.Configuration(
                        stemWidth: 4,
                        stages: [
                            .init(depth: 1, kernel: 3, stride: 1, expansion: 1, width: 8),
                            .init(depth: 2, kernel: 3, stride: 2, expansion: 6, width: 8),
                            .init(depth: 1, kernel: 5, stride: 2, expansion: 6, width: 8),
                        ],
                        featureCount: 12
                    )
                ),
                inputSize: 24
            )
        ]

    /// The loss and the gradients by name of one pass in training mode.
    private func pass(
        _ family: Family,
        _ golden: [String: Tensor],
        dtype: DType
    ) throws -> (loss: Double, gradients: [String: [Double]]) {
        let store = try ParameterStore(seed: 1, dtype: dtype)
        let network = try family.variant.make(store.root, classes: 1, inputSize: family.inputSize)
        let weights = golden.filter { $0.key.hasPrefix("weights/") }.sorted { $0.key < $1.key }
        try store.load(Checkpoint(weights.map { (String($0.key.dropFirst("weights/".count)), $0.value) }))
        let context = ForwardContext(
            training: true,
            generator: try TorchGenerator(seed: 1),
            updatesBatchStatistics: true
        )
        let pixels = try #require(golden["pixels"]).to(dtype)
        let targets = try #require(golden["targets"]).to(dtype)
        let loss = try FocalLoss()(network(pixels, context).flattened(), targets)
        #expect(loss.dtype == dtype)
        try loss.backward()
        var gradients: [String: [Double]] = [:]
        for entry in store.parameters {
            gradients[entry.name] = try #require(entry.tensor.gradient, "\(entry.name)").to(.float64).doubles()
        }
        return (try loss.item(), gradients)
    }

    private func norm(_ values: some Sequence<Double>) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private func gradients(of golden: [String: Tensor]) throws -> [String: [Double]] {
        var gradients: [String: [Double]] = [:]
        for (name, tensor) in golden where name.hasPrefix("gradients/") {
            gradients[String(name.dropFirst("gradients/".count))] = try tensor.doubles()
        }
        return gradients
    }

    @Test(arguments: families)
    func `In double precision the loss and every gradient are PyTorch's`(family: Family) throws {
        let golden = try Safetensors.read(Places.fixture("Training/parity_\(family.name).safetensors"))
        let expected = try gradients(of: golden)
        let (loss, actual) = try pass(family, golden, dtype: .float64)
        let expectedLoss = try #require(golden["loss"]).item()
        #expect(Tolerance(relative: 1e-12).accepts(loss, expectedLoss), "\(loss), \(expectedLoss)")
        #expect(Set(actual.keys) == Set(expected.keys))
        let globalNorm = norm(expected.values.joined())
        #expect(globalNorm > 1e-3)
        for (name, reference) in expected {
            let limit = 1e-8 * max(globalNorm, reference.map(abs).max() ?? 0)
            let difference = Tolerance(absolute: limit).firstDifference(try #require(actual[name]), reference)
            #expect(difference == nil, "\(name): \(difference ?? "")")
        }
    }

    @Test(arguments: families)
    func `In single precision the loss and the whole gradient are close to PyTorch's`(family: Family) throws {
        let golden = try Safetensors.read(Places.fixture("Training/parity_\(family.name).safetensors"))
        let expected = try gradients(of: golden)
        let (loss, actual) = try pass(family, golden, dtype: .float32)
        let expectedLoss = try #require(golden["loss_single"]).item()
        #expect(Tolerance(relative: 1e-5).accepts(loss, expectedLoss), "\(loss), \(expectedLoss)")
        var differences: [Double] = []
        for (name, reference) in expected {
            differences += zip(try #require(actual[name]), reference).map { $0 - $1 }
        }
        #expect(norm(differences) < 2e-2 * norm(expected.values.joined()))
    }
}
