import Networks
import Tensors
import TestSupport
import Testing

@testable import Backbones

/// Small configurations of each family give timm's activations, stage by stage, and timm's gradients.
@Suite struct TimmParityTests {
    /// A fixture, where its weights are, and the network that it is of.
    struct Case: Sendable, CustomTestStringConvertible {
        let fixture: String
        let weights: String
        let variant: BackboneVariant
        /// timm's names of stages, where ours differ.
        var stageNames: [String: String] = [:]

        var testDescription: String { fixture }
    }

    private static func eva02(_ fixture: String, weights: String? = nil, isSplit: Bool) -> Case {
        Case(
            fixture: fixture,
            weights: weights ?? fixture,
            variant: BackboneVariant(
                name: fixture,
                architecture: .eva02(EVA02.Configuration(width: 24, depth: 3, heads: 2, isSplit: isSplit)),
                preprocessing: .clip
            ),
            stageNames: ["blocks.last": "blocks.2"]
        )
    }

    private static func lite(_ fixture: String) -> Case {
        Case(
            fixture: fixture,
            weights: "efficientnet_lite",
            variant: BackboneVariant(
                name: fixture,
                architecture: .efficientNetLite(
                    EfficientNetLite.Configuration(
                        stemWidth: 8,
                        stages: [
                            .init(depth: 1, kernel: 3, stride: 1, expansion: 1, width: 8),
                            .init(depth: 2, kernel: 3, stride: 2, expansion: 6, width: 8),
                            .init(depth: 2, kernel: 5, stride: 2, expansion: 6, width: 16),
                            .init(depth: 1, kernel: 3, stride: 1, expansion: 6, width: 24),
                        ],
                        featureCount: 40
                    )
                ),
                preprocessing: .symmetric
            ),
            stageNames: ["blocks.last": "blocks.3.0"]
        )
    }

    static let cases = [
        eva02("eva02_fused", isSplit: false),
        eva02("eva02_split", isSplit: true),
        eva02("eva02_fused_28", weights: "eva02_fused", isSplit: false),
        eva02("eva02_fused_70", weights: "eva02_fused", isSplit: false),
        Case(
            fixture: "convnextv2",
            weights: "convnextv2",
            variant: BackboneVariant(
                name: "convnextv2",
                architecture: .convNeXtV2(
                    ConvNeXtV2.Configuration(stages: [
                        .init(depth: 1, width: 8), .init(depth: 1, width: 12), .init(depth: 2, width: 20),
                        .init(depth: 1, width: 24),
                    ])
                ),
                preprocessing: .imageNet
            ),
            stageNames: ["stages.last": "stages.3"]
        ),
        Case(
            fixture: "convnextv2_linear",
            weights: "convnextv2_linear",
            variant: BackboneVariant(
                name: "convnextv2_linear",
                architecture: .convNeXtV2(
                    ConvNeXtV2.Configuration(
                        stages: [
                            .init(depth: 1, width: 8), .init(depth: 1, width: 12), .init(depth: 2, width: 20),
                            .init(depth: 1, width: 24),
                        ],
                        isLinear: true
                    )
                ),
                preprocessing: .imageNet
            ),
            stageNames: ["stages.last": "stages.3"]
        ),
        lite("efficientnet_lite"),
        lite("efficientnet_lite_odd"),
    ]

    @Test(arguments: cases, [false, true])
    func `every stage gives timm's activations, with plain weights and prepared ones`(
        example: Case,
        isPrepared: Bool
    ) throws {
        let golden = try Golden(example.fixture)
        let (crops, side) = try golden.crops()
        let network = try TestNetwork(
            example.variant,
            classes: 3,
            inputSize: side,
            weights: Checkpoint(Golden(example.weights).weights)
        )
        let pixels = try PixelBatch.tensor(
            crops,
            width: side,
            height: side,
            preprocessing: example.variant.preprocessing
        )

        var stages: [String: Tensor] = [:]
        let context: ForwardContext = isPrepared ? .inference(preparing: PreparedWeights()) : .inference
        let embeddings = try network.backbone.embed(pixels, context) { stages[$0] = $1 }
        stages["embedding"] = embeddings
        stages["logits"] = try network.backbone.classify(embeddings, context)
        #expect(golden.stages.count >= 5)
        for (stage, expected) in golden.stages {
            let actual = try #require(stages[example.stageNames[stage] ?? stage], "no stage \(stage)")
            #expect(actual.shape == expected.shape, "\(stage)")
            let error = largestRelativeError(try actual.floats(), try expected.floats())
            #expect(error < 1e-5, "\(stage): \(error)")
        }
    }

    @Test(arguments: cases.filter { $0.fixture == $0.weights })
    func `every parameter gets timm's gradient`(example: Case) throws {
        let golden = try Golden(example.fixture)
        let (crops, side) = try golden.crops()
        let network = try TestNetwork(example.variant, classes: 3, inputSize: side, weights: Checkpoint(golden.weights))
        let pixels = try PixelBatch.tensor(
            crops,
            width: side,
            height: side,
            preprocessing: example.variant.preprocessing
        )

        try network.backbone(pixels, .inference).power(2).sum().backward()
        let expected = golden.group("gradient_norm/")
        #expect(expected.count > 20)
        for (name, norm) in expected {
            let gradient = try #require(network.store[name]?.gradient, "\(name) has no gradient")
            let (actual, reference) = (try gradient.norm().item(), try norm.item())
            #expect(
                Tolerance(absolute: 1e-4, relative: 1e-4).accepts(actual, reference),
                "\(name): \(actual), \(reference)"
            )
        }
    }

    @Test(arguments: cases.filter { $0.fixture == $0.weights })
    func `without a head the network gives the embedding`(example: Case) throws {
        let golden = try Golden(example.fixture)
        let (crops, side) = try golden.crops()
        let network = try TestNetwork(example.variant, classes: 0, inputSize: side, weights: Checkpoint(golden.weights))
        let pixels = try PixelBatch.tensor(
            crops,
            width: side,
            height: side,
            preprocessing: example.variant.preprocessing
        )
        let output = try network.backbone(pixels, .inference)
        #expect(output.shape == [2, network.backbone.featureCount])
        let expected = try #require(golden.stages["embedding"])
        #expect(largestRelativeError(try output.floats(), try expected.floats()) < 1e-5)
    }

    @Test(arguments: cases.filter { $0.fixture == $0.weights })
    func `a crop's embedding does not depend on the rest of its batch`(example: Case) throws {
        let golden = try Golden(example.fixture)
        let (crops, side) = try golden.crops()
        let network = try TestNetwork(example.variant, classes: 0, inputSize: side, weights: Checkpoint(golden.weights))
        func embed(_ crops: [[UInt8]]) throws -> [Float] {
            try network.backbone(
                PixelBatch.tensor(crops, width: side, height: side, preprocessing: example.variant.preprocessing),
                .inference
            ).floats()
        }
        let together = try embed(crops)
        let alone = try crops.flatMap { try embed([$0]) }
        #expect(largestRelativeError(alone, together) < 1e-5)
    }
}
