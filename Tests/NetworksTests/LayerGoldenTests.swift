import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Layers against PyTorch; see `Tests/Fixtures/Networks/make_goldens.py`.
@Suite("Layers equal PyTorch's")
struct LayerGoldenTests {
    let golden: [String: Tensor]
    let tokens: Tensor
    let images: Tensor

    init() throws {
        golden = try Safetensors.read(Places.fixture("Networks/layers.safetensors"))
        tokens = try #require(golden["input.tokens"])
        images = try #require(golden["input.images"])
    }

    /// Makes a layer and gives it the golden parameters of `name`, strictly.
    private func layer<Layer>(_ name: String, _ make: (ParameterScope) throws -> Layer) throws -> Layer {
        let store = try ParameterStore(seed: 1)
        let layer = try make(store.root)
        let parameters: [NamedTensor] = store.names.compactMap { key in golden["\(name).\(key)"].map { (key, $0) } }
        try store.load(Checkpoint(parameters))
        return layer
    }

    private func expect(
        _ actual: Tensor,
        _ key: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try #require(golden[key])
        #expect(actual.shape == expected.shape, sourceLocation: sourceLocation)
        let difference = Tolerance(absolute: 1e-5, relative: 1e-5)
            .firstDifference(try actual.floats(), try expected.floats())
        #expect(difference == nil, sourceLocation: sourceLocation)
    }

    @Test func linear() throws {
        let layer = try layer("linear") { try Linear($0, inputs: 6, outputs: 4) }
        try expect(layer(tokens), "linear.output")
    }

    @Test func convolutionWithUnequalStrideAndPadding() throws {
        let layer = try layer("conv") {
            try Conv2d(
                $0,
                inputs: 6,
                outputs: 4,
                kernel: Size2(3, 2),
                stride: Size2(2, 1),
                padding: Size2(1, 0)
            )
        }
        try expect(layer(images), "conv.output")
        try expect(layer(images.channelsLast()), "conv.output")
    }

    @Test func depthwiseConvolution() throws {
        let layer = try layer("depthwise") {
            try Conv2d($0, inputs: 6, outputs: 6, kernel: 3, padding: 1, groups: 6, hasBias: false)
        }
        try expect(layer(images), "depthwise.output")
        try expect(
            layer(images.padded(top: 1, bottom: 1, left: 1, right: 1)).sliced(2, 1..<8).sliced(3, 1..<6),
            "depthwise.output"
        )
    }

    @Test func layerNormOfTokensAndImages() throws {
        try expect(layer("layer_norm") { try LayerNorm($0, channels: 6) }(tokens), "layer_norm.output")
        try expect(layer("layer_norm") { try LayerNorm2d($0, channels: 6) }(images), "layer_norm_2d.output")
    }

    @Test func batchNormWithFrozenAndWithBatchStatistics() throws {
        let layer = try layer("batch_norm") { try BatchNorm2d($0, channels: 6, epsilon: 1e-3) }
        let generator = try TorchGenerator(seed: 0)
        try expect(layer(images), "batch_norm.frozen")
        try expect(layer(images, ForwardContext(training: true, generator: generator)), "batch_norm.frozen")
        try expect(layer.runningMean, "batch_norm.running_mean")
        let updating = ForwardContext(training: true, generator: generator, updatesBatchStatistics: true)
        try expect(layer(images, updating), "batch_norm.batch")
        try expect(layer.runningMean, "batch_norm.updated_mean")
        try expect(layer.runningVariance, "batch_norm.updated_var")
    }

    @Test func globalResponseNorm() throws {
        let layer = try layer("grn") { try GlobalResponseNorm($0, channels: 6) }
        try expect(layer(images.permuted([0, 2, 3, 1])).permuted([0, 3, 1, 2]), "grn.output")
    }

    @Test func batchNormalisationFoldedIntoAConvolution() throws {
        let convolution = try Conv2d(
            ParameterStore(seed: 3).root,
            inputs: 3,
            outputs: 6,
            kernel: 3,
            padding: 1,
            hasBias: false
        )
        let norm = try layer("batch_norm") { try BatchNorm2d($0, channels: 6) }
        let pixels = try TorchGenerator(seed: 4).normal([2, 3, 5, 5])
        let (weight, bias) = try norm.folded(into: convolution.weight)
        let folded = try convolution(pixels, weight: weight, bias: bias)
        let separate = try norm(convolution(pixels))
        #expect(Tolerance(absolute: 1e-5).firstDifference(try folded.floats(), try separate.floats()) == nil)
    }

    @Test func activations() throws {
        try expect(GELU()(tokens), "gelu.output")
        try expect(GELU(approximates: true)(tokens), "gelu_tanh.output")
        try expect(SiLU()(tokens), "silu.output")
        try expect(ReLU()(tokens), "relu.output")
        try expect(ReLU6()(tokens * 4), "relu6.output")
        try expect(tokens.sigmoid(), "sigmoid.output")
        try expect(tokens.logSigmoid(), "log_sigmoid.output")
        try expect(tokens.softmax(-1), "softmax.output")
    }

    @Test func attentionPoolingAndResizing() throws {
        let query = try #require(golden["attention.query"])
        let key = try #require(golden["attention.key"])
        let value = try #require(golden["attention.value"])
        try expect(Tensor.attention(query: query, key: key, value: value), "attention.output")
        try expect(images.adaptiveAveragePool(to: Size2(3, 2)), "pool.output")
        try expect(images.resized(to: Size2(10, 8)), "bicubic.larger")
        try expect(images.resized(to: Size2(4, 3)), "bicubic.smaller")
        try expect(images.resized(to: Size2(4, 3), antialias: false), "bicubic.plain")
    }

    @Test func binaryCrossEntropy() throws {
        let targets = try #require(golden["cross_entropy.targets"])
        try expect(tokens.binaryCrossEntropy(targets, averages: false), "cross_entropy.output")
    }
}
