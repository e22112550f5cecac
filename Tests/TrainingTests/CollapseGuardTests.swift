import Diagnostics
import Networks
import Tensors
import TestSupport
import Testing

@testable import Training

/// A training that collapsed stops with the reason and the remedy.
@Suite struct CollapseGuardTests {
    private let collapse = CollapseGuard(place: "convnextv2_atto fold 2")

    private func expectStop(_ words: String, _ body: () throws -> Void) throws {
        let error = try #require(throws: TrainingError.self) { try body() }
        #expect(error.category == .failure)
        #expect(error.problem.what.contains(words))
        #expect(error.problem.location?.hasPrefix("convnextv2_atto fold 2, ") == true)
        #expect(error.problem.remedy != nil)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `A loss that is not a finite number`(loss: Double) throws {
        try expectStop("the loss is not a number") { try collapse.check(loss: loss, step: 3) }
    }

    @Test func `Scores that are all the same or not a number`() throws {
        try expectStop("every lesion has the same score") { try collapse.check(logits: [0.5, 0.5, 0.5], epoch: 1) }
        try expectStop("a score is not a number") { try collapse.check(logits: [0.5, .nan], epoch: 1) }
        try expectStop("a score is not a number") { try collapse.check(logits: [0.5, .infinity], epoch: 1) }
    }

    @Test func `A gradient scale that fell below anything useful`() throws {
        try expectStop("overflow at any scale") { try collapse.check(scale: 0x1p-15, step: 9) }
    }

    /// The scale halves with every overflow: 65,536 = 2^16 falls below 2^-14 with the 31st.
    @Test func `A scaler whose every step overflows trips the guard`() throws {
        let store = try ParameterStore(seed: 0)
        let weight = try store.root.parameter("weight", shape: [1], initializer: .constant(1))
        let optimizer = try AdamW(groups: [ParameterGroup("all", parameters: store.parameters, learningRate: 1)])
        let scaler = try GradScaler()
        var steps = 0
        try expectStop("overflow at any scale") {
            while steps < 100 {
                try optimizer.clearGradients()
                try scaler.scale((weight * Double.infinity).sum()).backward()
                #expect(try scaler.step(optimizer) == false)
                try scaler.update()
                steps += 1
                try collapse.check(scale: scaler.scale, step: steps)
            }
        }
        #expect(steps == 31 && scaler.skippedSteps == 31)
        #expect(try weight.item() == 1)
    }

    @Test func `What is healthy passes`() throws {
        try collapse.check(loss: 0.001, step: 1)
        try collapse.check(scale: 1, step: 1)
        try collapse.check(logits: [0.5, 0.5, 0.500_001], epoch: 0)
        try collapse.check(logits: [0.5], epoch: 0)
        try collapse.check(logits: [], epoch: 0)
    }

    @Test func `A fall to chance is one only after something was learned`() {
        #expect(collapse.hasFallenToChance(value: 0.49, best: 0.8, monitor: .auc))
        #expect(!collapse.hasFallenToChance(value: 0.49, best: 0.6, monitor: .auc))
        #expect(!collapse.hasFallenToChance(value: 0.7, best: 0.9, monitor: .auc))
        #expect(collapse.hasFallenToChance(value: 0.02, best: 0.1, monitor: .partialAUC))
        #expect(!collapse.hasFallenToChance(value: 0.02, best: 0.03, monitor: .partialAUC))
    }

    @Test func `With fewer than a hundred malignant lesions the whole AUC is watched`() throws {
        #expect(Monitor(malignant: 99) == .auc)
        #expect(Monitor(malignant: 100) == .partialAUC)
        #expect(try Monitor.auc.value(labels: [0, 1, 0, 1], scores: [0.1, 0.9, 0.5, 0.4]) == 0.75)
        let whole = try Monitor.partialAUC.value(labels: [0, 1, 0, 1], scores: [0.1, 0.9, 0.2, 0.4])
        #expect(Tolerance(absolute: 1e-12).accepts(whole, 0.2))
    }
}
