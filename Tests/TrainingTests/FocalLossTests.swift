import Foundation
import Tensors
import TestSupport
import Testing

@testable import Training

@Suite struct FocalLossTests {
    private struct Case: Decodable {
        let alpha: Double
        let gamma: Double
        let logits: [Double]
        let targets: [Double]
        let loss: Double
        let gradient: [Double]
    }

    @Test func equalsTorchvision() throws {
        try TensorRuntime.load()
        let data = try Data(contentsOf: Places.fixture("Training/focal_loss.json"))
        let tolerance = Tolerance(absolute: 1e-14, relative: 1e-10)
        for expected in try JSONDecoder().decode([Case].self, from: data) {
            let logits = try Tensor(expected.logits)
            try logits.setRequiresGradient()
            let loss = try FocalLoss(alpha: expected.alpha, gamma: expected.gamma)(logits, Tensor(expected.targets))
            try loss.backward()
            #expect(tolerance.accepts(try loss.item(), expected.loss))
            let gradient = try #require(logits.gradient).doubles()
            #expect(tolerance.firstDifference(gradient, expected.gradient) == nil)
        }
    }

    @Test("Study guide, question 7: a lesion at 95 % weighs 0.0025 and one at 50 % weighs 0.25")
    func multipliers() throws {
        try TensorRuntime.load()
        let multipliers = try FocalLoss().multiplier(trueClass: Tensor([0.95, 0.5])).doubles()
        #expect(Tolerance(absolute: 1e-12).firstDifference(multipliers, [0.0025, 0.25]) == nil)
    }

    @Test func alphaOfAQuarterWeighsMalignantLesionsDownThreeToOne() throws {
        try TensorRuntime.load()
        let loss = FocalLoss()
        let malignant = try loss(Tensor([0.0]), Tensor([1.0])).item()
        let benign = try loss(Tensor([0.0]), Tensor([0.0])).item()
        #expect(Tolerance(relative: 1e-12).accepts(benign / malignant, 3))
    }

    @Test func extremeHalfPrecisionLogitsStayFinite() throws {
        try TensorRuntime.load()
        let logits = try Tensor([Float(60_000), -60_000]).to(.float16)
        let loss = try FocalLoss()(logits, Tensor([Float(0), 1])).item()
        #expect(loss.isFinite)
        #expect(loss > 1000)
    }
}
