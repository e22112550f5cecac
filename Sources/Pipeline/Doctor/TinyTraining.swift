import Backbones
import Diagnostics
import Networks
import Tensors
import Training

/// Trains a small network on noise until it has learned it by heart: proof that forward, backward and optimiser work.
enum TinyTraining {
    static func run() throws -> String {
        try TensorRuntime.load()
        let store = try ParameterStore(seed: 1)
        let network = try BackboneRegistry.variant(named: "convnextv2_atto").make(store.root, classes: 1, inputSize: 32)
        let generator = try TorchGenerator(seed: 2)
        let pixels = try generator.normal([8, 3, 32, 32])
        let targets = try Tensor((0..<8).map { Float($0 % 2) })
        let optimizer = try AdamW(groups: [ParameterGroup("all", parameters: store.parameters, learningRate: 1e-3)])
        let context = ForwardContext(training: true, generator: generator)
        let loss = FocalLoss()
        var losses: [Double] = []
        for _ in 0..<12 {
            try store.clearGradients()
            let value = try loss(network(pixels, context).flattened(), targets)
            try value.backward()
            try optimizer.step()
            losses.append(try value.item())
        }
        guard let first = losses.first, let last = losses.last, last < first / 2 else {
            throw RunError(
                Problem("a tiny model did not learn", expected: "a loss that halves", found: "\(losses)"),
                category: .failure
            )
        }
        return "a tiny model learned: loss \(rounded(first)) to \(rounded(last))"
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
