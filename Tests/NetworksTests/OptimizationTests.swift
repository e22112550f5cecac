import Diagnostics
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Optimisation against PyTorch; see `Tests/Fixtures/Networks/make_goldens.py`.
@Suite("Optimisation equals PyTorch's")
struct OptimizationTests {
    struct Golden: Decodable {
        struct Schedule: Decodable {
            let warmup: Int
            let total: Int
            let start: Double
            let end: Double
            let factors: [Double]
        }
        struct Scaler: Decodable {
            struct Step: Decodable {
                let factor: Double
                let weight: Double
                let unmoved: Bool
                let scale: Double
                let good_steps: Int
            }
            let initial_scale: Double
            let growth_interval: Int
            let steps: [Step]
        }
        let schedules: [Schedule]
        let scalers: [Scaler]
    }

    let golden: Golden

    init() throws {
        let data = try Data(contentsOf: Places.fixture("Networks/optimization.json"))
        golden = try JSONDecoder().decode(Golden.self, from: data)
    }

    /// The two-layer network of the golden script, in its starting state.
    private final class Network {
        let store: ParameterStore
        let first: Linear
        let second: Linear
        let optimizer: AdamW
        let x: Tensor
        let y: Tensor

        init(_ golden: [String: Tensor]) throws {
            store = try ParameterStore(seed: 0)
            first = try Linear(store.root / "first", inputs: 5, outputs: 4)
            second = try Linear(store.root / "second", inputs: 4, outputs: 1)
            try store.load(Checkpoint(store.names.compactMap { name in golden["start.\(name)"].map { (name, $0) } }))
            try store.setTrainable { $0 != "second.bias" }
            x = try #require(golden["x"])
            y = try #require(golden["y"])
            let entries = store.parameters
            optimizer = try AdamW(groups: [
                ParameterGroup(
                    "backbone",
                    parameters: entries.filter { $0.name.hasPrefix("first") },
                    learningRate: 1e-2,
                    weightDecay: 0.05
                ),
                ParameterGroup(
                    "head",
                    parameters: entries.filter { $0.name.hasPrefix("second") },
                    learningRate: 3e-2,
                    weightDecay: 0
                ),
            ])
        }

        func step() throws -> Double {
            try optimizer.clearGradients()
            try (second(first(x).relu()) - y).power(2).mean().backward()
            let norm = try clipGradientNorm(optimizer.gradients, maximum: 0.5)
            try optimizer.step()
            return norm
        }
    }

    private func expect(_ network: Network, equals prefix: String, in golden: [String: Tensor]) throws {
        for entry in network.store.entries {
            let expected = try #require(golden["\(prefix).\(entry.name)"]).floats()
            #expect(
                Tolerance(absolute: 1e-6).firstDifference(try entry.tensor.floats(), expected) == nil,
                "\(entry.name)"
            )
        }
    }

    @Test func threeStepsOfAdamWWithTwoGroupsAndClipping() throws {
        let golden = try Safetensors.read(Places.fixture("Networks/adamw.safetensors"))
        let network = try Network(golden)
        let norms = try #require(golden["norms"]).doubles()
        for step in 0..<3 {
            #expect(Tolerance(relative: 1e-5).accepts(try network.step(), norms[step]))
            try expect(network, equals: "step\(step)", in: golden)
        }
        let state = network.optimizer.state()
        #expect(state.count == 9, "three tensors for each parameter with a gradient")
        for (name, tensor) in state {
            let expected = try #require(golden["state.\(name)"]).floats()
            #expect(Tolerance(absolute: 1e-7).firstDifference(try tensor.floats(), expected) == nil, "\(name)")
        }
    }

    @Test func aRestoredOptimiserGoesOnBitForBit() throws {
        let golden = try Safetensors.read(Places.fixture("Networks/adamw.safetensors"))
        let straight = try Network(golden)
        for _ in 0..<3 { _ = try straight.step() }

        let saved = try Network(golden)
        _ = try saved.step()
        let resumed = try Network(golden)
        try resumed.store.load(Checkpoint(saved.store.namedTensors))
        try resumed.optimizer.restore(
            Dictionary(uniqueKeysWithValues: saved.optimizer.state().map { ($0.name, $0.tensor) })
        )
        for _ in 0..<2 { _ = try resumed.step() }
        for (mine, theirs) in zip(resumed.store.entries, straight.store.entries) {
            #expect(try mine.tensor.isEqual(to: theirs.tensor))
        }
    }

    @Test func aStateOfAnotherNetworkIsRefused() throws {
        let network = try Network(Safetensors.read(Places.fixture("Networks/adamw.safetensors")))
        let error = try #require(throws: NetworkError.self) {
            try network.optimizer.restore([
                "first.weight.step": .zeros([]), "first.weight.exp_avg": .zeros([9]), "other.step": .zeros([]),
            ])
        }
        #expect(error.category == .badData)
        for name in ["first.weight.exp_avg is", "first.weight.exp_avg_sq is", "other.step is"] {
            #expect(error.description.contains(name))
        }
    }

    @Test func aParameterInTwoGroupsIsRefused() throws {
        let store = try ParameterStore(seed: 0)
        _ = try Linear(store.root, inputs: 1, outputs: 1)
        let group = ParameterGroup("twice", parameters: store.parameters, learningRate: 1)
        #expect(throws: NetworkError.self) { try AdamW(groups: [group, group]) }
    }

    @Test func warmUpAndCosine() {
        for case let expected in golden.schedules {
            let schedule = LearningRateSchedule(
                warmupSteps: expected.warmup,
                totalSteps: expected.total,
                startFactor: expected.start,
                endFactor: expected.end
            )
            let factors = (0...expected.total).map(schedule.factor(at:))
            #expect(Tolerance(absolute: 1e-12).firstDifference(factors, expected.factors) == nil)
            #expect(Tolerance(absolute: 1e-12).accepts(schedule.factor(at: expected.total + 9), expected.end))
        }
    }

    @Test func aScheduleThatIsAllWarmUpOrEmptyIsStillDefined() {
        #expect(LearningRateSchedule(warmupSteps: 9, totalSteps: 4).factor(at: 4) == 1)
        #expect(LearningRateSchedule(warmupSteps: 0, totalSteps: 0).factor(at: 0) == 1)
    }

    /// Overflows, underflows and good steps under float16 autocast on the processor.
    ///
    /// A gradient that underflows is no overflow: without a scale the step is taken and moves nothing.
    @Test(arguments: 0..<3) func theScalerSkipsBacksOffAndGrows(run: Int) throws {
        let golden = golden.scalers[run]
        let store = try ParameterStore(seed: 0)
        let weight = try store.root.parameter("weight", shape: [4], initializer: .constant(0.5))
        let optimizer = try AdamW(groups: [
            ParameterGroup("all", parameters: store.parameters, learningRate: 0.1, weightDecay: 0)
        ])
        var configuration = GradScaler.Configuration()
        configuration.initialScale = golden.initial_scale
        configuration.growthInterval = golden.growth_interval
        var scaler = try GradScaler(configuration: configuration)
        let half = try Tensor.ones([4], dtype: .float16)
        var (overflows, underflows) = (0, 0)
        for (index, expected) in golden.steps.enumerated() {
            try optimizer.clearGradients()
            let loss = try withAutocast(.float16) { try (weight.to(.float16) * half).sum() }
            try scaler.scale(loss * expected.factor).backward()
            let before = try weight.floats()
            let stepped = try scaler.step(optimizer)
            try scaler.update()
            let vanished = try weight.gradient?.floats().allSatisfy { $0 == 0 } == true
            #expect(try (weight.floats() == before) == expected.unmoved, "step \(index)")
            overflows += stepped ? 0 : 1
            underflows += vanished ? 1 : 0
            #expect(Tolerance(absolute: 1e-6).accepts(Double(try weight.floats()[0]), expected.weight), "step \(index)")
            let state = try scaler.state()
            #expect(state.scale == expected.scale && state.goodSteps == expected.good_steps, "step \(index)")
            // A scaler restored from the saved state goes on alike.
            let restored = try GradScaler(configuration: configuration)
            let saved = try JSONEncoder().encode(state)
            try restored.restore(JSONDecoder().decode(GradScaler.State.self, from: saved))
            scaler = restored
        }
        #expect(scaler.skippedSteps == overflows)
        #expect((overflows, underflows) == [(3, 0), (1, 0), (1, 4)][run])
    }

    @Test func theAverageOfWeightsFollowsItsFormula() throws {
        let store = try ParameterStore(seed: 0)
        let weight = try store.root.parameter("weight", shape: [2], initializer: .constant(1))
        let counter = try store.root.buffer("counter", shape: [], initializer: .zeros, dtype: .int64)
        let average = try WeightAverage(store, decay: 0.9, warmsUp: false)
        try ParameterUpdate.assign(.full([2], 2), to: weight)
        try ParameterUpdate.assign(.full([], 5, dtype: .int64), to: counter)
        try average.update()
        try ParameterUpdate.assign(.full([2], 3), to: weight)
        try average.update()
        // The first update copies: 2 -> 0.9 * 2 + 0.1 * 3 = 2.1
        let averaged = Dictionary(uniqueKeysWithValues: average.namedTensors.map { ($0.name, $0.tensor) })
        #expect(
            Tolerance(absolute: 1e-6).firstDifference(try #require(averaged["weight"]).floats(), [2.1, 2.1]) == nil
        )
        #expect(try averaged["counter"]?.item() == 5)
        #expect(averaged["weight"]?.requiresGradient == false)
        #expect(try weight.floats() == [3, 3])
        let within = try average.withAverages { try weight.floats() }
        #expect(Tolerance(absolute: 1e-6).firstDifference(within, [2.1, 2.1]) == nil)
        #expect(try weight.floats() == [3, 3])
        let restored = try WeightAverage(store, decay: 0.9, warmsUp: false)
        try restored.restore(averaged, steps: average.steps)
        try restored.update()
        try average.update()
        for (mine, theirs) in zip(restored.namedTensors, average.namedTensors) {
            #expect(try mine.tensor.isEqual(to: theirs.tensor))
        }
        #expect(throws: NetworkError.self) { try restored.restore([:], steps: 1) }
    }

    @Test func aScalerThatIsOffChangesNothing() throws {
        let scaler = try GradScaler(enabled: false)
        let loss = try Tensor(scalar: 3 as Float)
        #expect(try scaler.scale(loss).item() == 3)
        #expect(try scaler.scale == 1)
    }
}
