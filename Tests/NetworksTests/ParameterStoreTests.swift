import Diagnostics
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Parameters and checkpoints")
struct ParameterStoreTests {
    /// A small network with a list of blocks, a normalisation with buffers, and a head.
    struct Network {
        let store: ParameterStore
        let blocks: [Linear]
        let norm: BatchNorm2d
        let head: Linear

        init(seed: UInt64 = 1) throws {
            store = try ParameterStore(seed: seed)
            let root = store.root
            blocks = try (0..<2).map { try Linear(root / "blocks" / $0 / "fc", inputs: 3, outputs: 3) }
            norm = try BatchNorm2d(root / "norm", channels: 3)
            head = try Linear(
                root / "head",
                inputs: 3,
                outputs: 1,
                initializer: .truncatedNormal(standardDeviation: 0.02)
            )
        }
    }

    @Test func namesAreThePathsInTheOrderOfConstruction() throws {
        let store = try Network().store
        #expect(
            store.names == [
                "blocks.0.fc.weight", "blocks.0.fc.bias", "blocks.1.fc.weight", "blocks.1.fc.bias", "norm.weight",
                "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "head.weight",
                "head.bias",
            ]
        )
        #expect(store.parameterCount == 2 * 12 + 6 + 4)
        #expect(store.description.contains("34 parameters"))
        #expect(store.description.contains("      fc (12)"))
        #expect(store.description.contains("    weight [1, 3]"))
        try store.setTrainable { $0.hasPrefix("head.") }
        #expect(store.trainableParameters.map(\.name) == ["head.weight", "head.bias"])
    }

    @Test func theSameSeedGivesTheSameParameters() throws {
        for (one, two) in zip(try Network().store.entries, try Network().store.entries) {
            #expect(try one.tensor.isEqual(to: two.tensor))
        }
        #expect(try Network(seed: 2).head.weight.isEqual(to: Network(seed: 3).head.weight) == false)
    }

    @Test func twoLayersCannotShareAName() throws {
        let store = try ParameterStore(seed: 0)
        _ = try Linear(store.root / "fc", inputs: 1, outputs: 1)
        #expect(throws: NetworkError.self) { try Linear(store.root / "fc", inputs: 1, outputs: 1) }
    }

    @Test func aSavedNetworkLoadsStrictlyIntoAnother() throws {
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "network.safetensors")
            let saved = try Network(seed: 1)
            try saved.store.save(to: url)
            let other = try Network(seed: 2)
            let report = try other.store.load(url)
            #expect(report.loaded == 11 && report.kept.isEmpty && report.actions.isEmpty)
            #expect(try other.head.weight.isEqual(to: saved.head.weight))
            #expect(other.head.weight.requiresGradient)
        }
    }

    @Test func everythingThatDoesNotFitIsListedTogetherAndNothingChanges() throws {
        let network = try Network()
        let before = try network.blocks[0].weight.copy()
        var tensors = network.store.namedTensors.filter {
            !["head.bias", "norm.num_batches_tracked"].contains($0.name)
        }
        tensors[0].tensor = try .zeros([3, 3])
        tensors[1].tensor = try .zeros([4])
        tensors[2].tensor = try .zeros([3, 3], dtype: .int64)
        tensors.append(("extra.weight", try .zeros([1])))
        let error = try #require(throws: NetworkError.self) {
            try network.store.load(Checkpoint(tensors, origin: "eva.safetensors"))
        }
        #expect(error.category == .badData)
        #expect(
            error.description
                == "eva.safetensors: the weights do not fit this network: 1 missing: head.bias; 1 unexpected: "
                + "extra.weight; 2 of another shape: blocks.0.fc.bias (expected [3], found [4]), blocks.1.fc.weight "
                + "(expected float32, found int64). Choose weights of the same architecture, classes and image size."
        )
        #expect(try network.blocks[0].weight.isEqual(to: before))
    }

    @Test func aFilterMayRenameDropReplaceAndPermitAndSaysSo() throws {
        let source = try Network(seed: 4)
        var tensors = source.store.namedTensors.filter { !$0.name.hasPrefix("head.") }
        tensors[0].name = "module.blocks.0.fc.weight"
        tensors.append(("mask_token", try .zeros([1])))
        let target = try Network(seed: 5)
        let report = try target.store.load(Checkpoint(tensors)) { checkpoint, store in
            for name in checkpoint.names where name.hasPrefix("module.") {
                checkpoint.rename(name, to: String(name.dropFirst("module.".count)))
            }
            checkpoint.drop("mask_token", because: "only pretraining uses it")
            checkpoint.drop("absent", because: "it is not there")
            checkpoint.replace("blocks.0.fc.bias", with: try .ones([3]), because: "a test")
            for name in store.names where name.hasPrefix("head.") {
                checkpoint.permitAbsence(of: name, because: "the head is new")
            }
        }
        #expect(try target.blocks[0].weight.isEqual(to: source.blocks[0].weight))
        #expect(try target.blocks[0].bias?.floats() == [1, 1, 1])
        #expect(report.kept == ["head.weight", "head.bias"])
        #expect(
            report.actions == [
                "renamed module.blocks.0.fc.weight to blocks.0.fc.weight",
                "dropped mask_token: only pretraining uses it", "replaced blocks.0.fc.bias: a test",
                "kept the initial head.weight: the head is new", "kept the initial head.bias: the head is new",
            ]
        )
    }

    @Test func halfPrecisionWeightsAreConverted() throws {
        let source = try Network(seed: 4)
        let halves: [NamedTensor] = try source.store.namedTensors.map {
            ($0.name, $0.tensor.dtype.isFloatingPoint ? try $0.tensor.to(.float16) : $0.tensor)
        }
        let target = try Network(seed: 5)
        try target.store.load(Checkpoint(halves))
        #expect(target.head.weight.dtype == .float32)
        #expect(
            Tolerance(absolute: 1e-5, relative: 1e-3)
                .firstDifference(try target.head.weight.floats(), try source.head.weight.floats()) == nil
        )
    }

    @Test func initialisersHaveTheirSpreads() throws {
        let generator = try TorchGenerator(seed: 9)
        func spread(_ initializer: Initializer, _ shape: Shape) throws -> (deviation: Double, largest: Double) {
            let values = try initializer(shape, dtype: .float32, generator: generator)
            return (try values.variance().squareRoot().item(), try values.abs().max().item())
        }
        let near = Tolerance(relative: 0.02)
        #expect(near.accepts(try spread(.truncatedNormal(standardDeviation: 0.02), [200, 200]).deviation, 0.02))
        let wide = try spread(.truncatedNormal(standardDeviation: 2), [200, 200])
        #expect(wide.largest <= 2)
        // The standard deviation of a normal cut at one deviation, times two.
        #expect(near.accepts(wide.deviation, 2 * 0.5396))
        let uniform = try spread(.kaimingUniform, [100, 400])
        #expect(uniform.largest <= 0.05 && near.accepts(uniform.deviation, 0.05 / 3.0.squareRoot()))
        #expect(
            near.accepts(
                try spread(.kaimingNormalFanOut(groups: 1), [64, 32, 3, 3]).deviation,
                (2.0 / 576).squareRoot()
            )
        )
        #expect(
            near.accepts(
                try spread(.kaimingNormalFanOut(groups: 96), [9600, 1, 3, 3]).deviation,
                (2.0 / 900).squareRoot()
            )
        )
        #expect(try spread(.xavierUniform, [300, 100]).largest <= (6.0 / 400).squareRoot())
        #expect(try spread(.constant(3), [5]).largest == 3)
    }

    @Test func dropoutActsOnlyInTrainingAndKeepsTheMean() throws {
        let x = try Tensor.ones([1_000, 20])
        let training = ForwardContext(training: true, generator: try TorchGenerator(seed: 1))
        #expect(try Dropout(0.3)(x, .inference).isEqual(to: x))
        #expect(try DropPath(0.3)(x, .inference).isEqual(to: x))
        let dropped = try Dropout(0.3)(x, training)
        #expect(Tolerance(absolute: 0.02).accepts(try dropped.mean().item(), 1))
        #expect(Tolerance(absolute: 0.02).accepts(try dropped.equals(0).to(.float32).mean().item(), 0.3))
        let paths = try DropPath(0.3)(x, training)
        let spread = try (paths.max([1]) - paths.min([1])).abs().max().item()
        #expect(spread == 0, "a sample is dropped whole")
        #expect(Tolerance(absolute: 0.06).accepts(try paths.mean().item(), 1))
        #expect(try Dropout(1)(x, training).sum().item() == 0)
    }

    @Test func aTrainingStepLeavesNoTensorBehind() throws {
        func work() throws {
            let network = try Network()
            let optimizer = try AdamW(groups: [
                ParameterGroup("all", parameters: network.store.parameters, learningRate: 0.1)
            ])
            for _ in 0..<3 {
                try optimizer.clearGradients()
                var x = try Tensor.ones([4, 3])
                for block in network.blocks { x = try block(x).relu() }
                try network.head(x).sum().backward()
                try optimizer.step()
            }
        }
        // Tests run side by side, so other tensors come and go; a tensor that each of the 900 steps leaked would stand out.
        let before = TensorRuntime.liveHandles
        for _ in 0..<300 { try work() }
        #expect(TensorRuntime.liveHandles - before < 500)
    }
}
