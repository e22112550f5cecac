import Tensors
import TestSupport
import Testing

@testable import Networks

/// AdamW, clipping and averaging on recorded gradients, against PyTorch and timm; see
/// `Tests/Fixtures/Training/make_training.py`.
@Suite struct RecordedOptimizationTests {
    private let golden: [String: Tensor]
    private let store: ParameterStore

    init() throws {
        let golden = try Safetensors.read(Places.fixture("Training/optimisation.safetensors"))
        self.golden = golden
        store = try ParameterStore(seed: 1)
        _ = try Linear(store.root, inputs: 6, outputs: 5)
        try store.load(Checkpoint(store.names.compactMap { name in golden["start/\(name)"].map { (name, $0) } }))
    }

    /// Leaves a recorded gradient in every parameter: it is the gradient of the sum of products with it.
    private func record(step: Int) throws {
        try store.clearGradients()
        for entry in store.parameters {
            try (entry.tensor * #require(golden["gradients\(step)/\(entry.name)"])).sum().backward()
        }
    }

    private func optimizer() throws -> AdamW {
        try AdamW(groups: [
            ParameterGroup("decays", parameters: [store.parameters[0]], learningRate: 3e-3, weightDecay: 0.05),
            ParameterGroup("stays", parameters: [store.parameters[1]], learningRate: 1e-2, weightDecay: 0),
        ])
    }

    private func expect(_ tensors: [NamedTensor], equal prefix: String, within limit: Double = 1e-6) throws {
        for (name, tensor) in tensors {
            let expected = try #require(golden["\(prefix)/\(name)"]).floats()
            let difference = Tolerance(absolute: limit).firstDifference(try tensor.floats(), expected)
            #expect(difference == nil, "\(prefix)/\(name): \(difference ?? "")")
        }
    }

    @Test func `three steps of AdamW, and timm's averages of them with and without warm-up`() throws {
        let optimizer = try optimizer()
        let plain = try WeightAverage(store, decay: 0.9, warmsUp: false)
        let warm = try WeightAverage(store, decay: 0.9)
        for step in 0..<3 {
            try record(step: step)
            try optimizer.step()
            try plain.update()
            try warm.update()
            try expect(store.namedTensors, equal: "step\(step)")
            try expect(plain.namedTensors, equal: "plain\(step)")
            try expect(warm.namedTensors, equal: "warm\(step)")
        }
        #expect(warm.steps == 3)
    }

    @Test func `clipping`() throws {
        try record(step: 0)
        let norm = try clipGradientNorm(store.parameters.compactMap(\.tensor.gradient), maximum: 1.5)
        #expect(Tolerance(relative: 1e-6).accepts(norm, try #require(golden["norm"]).item()))
        let clipped = store.parameters.compactMap { entry in entry.tensor.gradient.map { (entry.name, $0) } }
        try expect(clipped.map { ($0.0, $0.1) }, equal: "clipped")
    }

    @Test func `the warm-up follows timm's formula`() {
        func decay(_ step: Int) -> Double { WeightAverage.decay(step: step, limit: 0.995, warmsUp: true) }
        #expect(decay(1) == 0)
        // 1 - (1 + 7)^(-2/3) = 0.75
        #expect(Tolerance(absolute: 1e-12).accepts(decay(8), 0.75))
        #expect(decay(1_000_000) == 0.995)
        #expect(WeightAverage.decay(step: 1, limit: 0.995, warmsUp: false) == 0)
        #expect(WeightAverage.decay(step: 2, limit: 0.995, warmsUp: false) == 0.995)
    }
}
