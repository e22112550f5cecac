import Backbones
import Foundation
import Imaging
import Randomness
import Tensors
import TestSupport
import Testing

@testable import Training

/// What the settings of a training do, seen in real trainings of a few steps.
@Suite(.serialized) struct TrainingOptionsTests {
    /// Without chance but for the draw of lesions.
    private func plain() throws -> TinyTraining {
        var tiny = try TinyTraining()
        tiny.configuration.augmentation = .identity
        tiny.configuration.dropout = 0
        tiny.configuration.weightDecay = 0
        tiny.configuration.stepsPerEpoch = 1
        return tiny
    }

    /// The result of a training: the last epoch, and the weights by name.
    private func train(_ tiny: TinyTraining) throws -> (
        last: EpochMetrics, best: [String: [Float]], all: [String: [Float]]
    ) {
        try Places.withTemporaryFolder { folder in
            try tiny.train(into: folder)
            return (
                try #require(try TinyTraining.history(folder).last),
                try TinyTraining.tensors(folder.appending(path: FoldFiles.best)),
                try TinyTraining.tensors(folder.appending(path: FoldFiles.last))
            )
        }
    }

    private func distance(_ a: [Float]?, _ b: [Float]?) throws -> Double {
        zip(try #require(a), try #require(b)).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
    }

    @Test func `Two accumulated batches give the gradient of one that is twice as large`() throws {
        var halves = try plain()
        halves.configuration.stepsPerEpoch = 2
        halves.configuration.accumulation = 2
        var whole = try plain()
        whole.configuration.batchSize = 16
        let (accumulated, _, state) = try train(halves)
        let (single, _, _) = try train(whole)
        #expect(state["optimizer.head.fc.bias.step"] == [1])
        let expected = try #require(single.gradientNorm)
        #expect(Tolerance(relative: 1e-4).accepts(try #require(accumulated.gradientNorm), expected))
        #expect(Tolerance(relative: 1e-5).accepts(accumulated.loss, single.loss))
    }

    @Test func `The rest of an epoch is a step too`() throws {
        var tiny = try plain()
        tiny.configuration.stepsPerEpoch = 5
        tiny.configuration.accumulation = 2
        let (last, _, state) = try train(tiny)
        #expect(last.steps == 5)
        #expect(state["optimizer.head.fc.bias.step"] == [3])
    }

    @Test func `A frozen backbone stays while the head learns, and learns afterwards`() throws {
        var tiny = try plain()
        tiny.configuration.frozenEpochs = 1
        tiny.configuration.averageDecay = 0
        let (first, head, state) = try train(tiny)
        #expect(first.backboneLearningRate == 0)
        #expect(state["optimizer.stem.0.weight.step"] == nil && state["optimizer.head.fc.bias.step"] == [1])
        tiny.configuration.headLearningRate = 0
        let (_, untouched, _) = try train(tiny)
        #expect(head["stem.0.weight"] == untouched["stem.0.weight"])
        #expect(head["head.fc.weight"] != untouched["head.fc.weight"])
        tiny.configuration.headLearningRate = 1e-3
        tiny.configuration.epochs = 2
        let (second, _, later) = try train(tiny)
        #expect(second.backboneLearningRate > 0)
        #expect(later["optimizer.stem.0.weight.step"] == [1] && later["optimizer.head.fc.bias.step"] == [2])
    }

    /// AdamW's first step moves a weight by its learning rate, whatever the size of its gradient.
    @Test func `Every layer learns slower than the one behind it`() throws {
        var tiny = try plain()
        tiny.configuration.layerDecay = 0.8
        let (_, moved, _) = try train(tiny)
        tiny.configuration.headLearningRate = 0
        let (_, start, _) = try train(tiny)
        let variant = try BackboneRegistry.variant(named: "convnextv2_atto")
        for name in ["stem.0.weight", "stages.2.blocks.3.mlp.fc1.weight", "stages.3.blocks.1.conv_dw.weight"] {
            var expected = 1e-3
            for _ in variant.layer(of: name)..<(variant.layerCount - 1) { expected *= 0.8 }
            let move = try distance(moved[name], start[name])
            #expect(Tolerance(relative: 0.05).accepts(move, expected), "\(name)")
        }
    }

    @Test func `What is kept and scored are the averaged weights`() throws {
        var tiny = try plain()
        tiny.configuration.stepsPerEpoch = 3
        let (_, best, all) = try train(tiny)
        for (name, values) in best { #expect(all["average.\(name)"] == values, "\(name)") }
        #expect(best["head.fc.weight"] != all["model.head.fc.weight"])
        tiny.configuration.averageDecay = 0
        let (_, last, without) = try train(tiny)
        #expect(last["head.fc.weight"] == without["model.head.fc.weight"])
        #expect(without["average.head.fc.weight"] == nil)
        // The weights themselves do not depend on their average.
        #expect(without["model.head.fc.weight"] == all["model.head.fc.weight"])
    }

    @Test func `Of three epochs the last is kept where it is asked for, however it ranks the inner part`() throws {
        var tiny = try plain()
        tiny.configuration.averageDecay = 0
        tiny.configuration.epochs = 3
        tiny.configuration.patience = 1
        tiny.configuration.kept = .last
        let (last, kept, all) = try train(tiny)
        #expect(last.epoch == 2)
        for (name, values) in kept { #expect(all["model.\(name)"] == values, "\(name)") }
    }

    @Test func `Without margins the model sees the same as on crops that have none`() throws {
        let tiny = try plain()
        let source = try tiny.source()
        let crop = try source.image(at: 5)
        let middle = try source.centred(0.5).image(at: 5)
        #expect(middle == crop.centred(share: 0.5))
        #expect(try source.centred(1).image(at: 5) == crop)
        var narrow = tiny
        narrow.configuration.centreShare = 0.5
        #expect(try train(narrow).last.loss != train(tiny).last.loss)
    }

    @Test func `Stochastic depth, mixup and label smoothing change the loss`() throws {
        let reference = try train(plain()).last.loss
        for change in [
            { $0.dropPath = 0.9 }, { $0.mixup = 1 }, { $0.labelSmoothing = 0.2 },
        ] as [(inout ImageModelConfiguration) -> Void] {
            var tiny = try plain()
            change(&tiny.configuration)
            #expect(try train(tiny).last.loss != reference)
        }
    }

    @Test func `Mixup pairs a batch with its mirror image`() throws {
        var generator = SeededGenerator(seed: 4)
        let mixup = try #require(Mixup(strength: 0.4, generator: &generator))
        #expect((0...1).contains(mixup.share))
        let share = Float(mixup.share)
        let mixed = try mixup(Tensor([1, 2, 3, 5] as [Float], shape: [4, 1]))
        let expected = [share + 5 * (1 - share), 2 * share + 3 * (1 - share), 3 * share + 2 * (1 - share)]
        #expect(Tolerance(absolute: 1e-6).firstDifference(Array(try mixed.floats().prefix(3)), expected) == nil)
        #expect(Tolerance(absolute: 1e-6).firstDifference(mixup([1, 0, 0]), [share, 0, 1 - share]) == nil)
        #expect(Mixup(strength: 0, generator: &generator) == nil)
    }

    @Test func `Smoothed labels lie between`() {
        #expect(LabelSmoothing.smoothed([0, 1, 0.5], by: 0.5) == [0.25, 0.75, 0.5])
        #expect(LabelSmoothing.smoothed([0, 1], by: 0) == [0, 1])
    }
}
