import Networks
import Tensors
import TestSupport
import Testing

/// What the study guide says about networks, checked.
@Suite("Study guide: networks")
struct StudyGuideTests {
    @Test func twoLinearLayersEqualOneAndAReLUBetweenThemDoesNot() throws {
        let store = try ParameterStore(seed: 3)
        let first = try Linear(store.root / "first", inputs: 5, outputs: 8)
        let second = try Linear(store.root / "second", inputs: 8, outputs: 3)
        let x = try TorchGenerator(seed: 4).normal([20, 5])

        // W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2)
        let weight = try second.weight.matmul(first.weight)
        let bias = try second.weight.matmul(#require(first.bias)) + #require(second.bias)
        let one = try x.linear(weight, bias: bias).floats()
        #expect(largestRelativeError(try second(first(x)).floats(), one) < 1e-5)
        #expect(largestRelativeError(try second(first(x).relu()).floats(), one) > 0.1)

        // No linear layer at all can do it: a linear map f obeys f(x) + f(-x) = 2 f(0).
        let odd = try second(first(x).relu()) + second(first(-x).relu())
        let even = try second(first(x.zerosLike()).relu()) * 2
        #expect(largestRelativeError(try odd.floats(), try even.floats()) > 0.1)
    }

    @Test(arguments: [(1, 2), (3, 0), (-2, 4)])
    func aConvolutionIsTranslationEquivariant(down: Int, right: Int) throws {
        let store = try ParameterStore(seed: 5)
        let convolution = try Conv2d(store.root, inputs: 2, outputs: 3, kernel: 3, padding: 1)
        let bias = try #require(convolution.bias)
        try ParameterUpdate.assign(bias.zerosLike(), to: bias)
        // A pattern with a broad empty margin, so that nothing is pushed over the edge.
        let pattern = try TorchGenerator(seed: 6).normal([1, 2, 5, 5])
        let image = try pattern.padded(top: 6, bottom: 6, left: 6, right: 6)
        let shifted = try pattern.padded(top: 6 + down, bottom: 6 - down, left: 6 + right, right: 6 - right)

        let shiftedOutput = try convolution(shifted)
        let output = try convolution(image).sliced(2, 4..<13).sliced(3, 4..<13)
        let sameWindow = try shiftedOutput.sliced(2, 4 + down..<13 + down).sliced(3, 4 + right..<13 + right)
        #expect(largestRelativeError(try sameWindow.floats(), try output.floats()) < 1e-6)
        // A linear layer over the pixels is not: its output changes with the position.
        let weight = try TorchGenerator(seed: 7).normal([1, 2 * 17 * 17])
        let here = try image.flattened(from: 1).linear(weight).item()
        let there = try shifted.flattened(from: 1).linear(weight).item()
        #expect(abs(here - there) > 1e-3)
    }

    /// The guide gives other ranges; these are IEEE 754's.
    @Test func halfAndSinglePrecisionEndWhereTheStandardSays() throws {
        func survives(_ value: Double, as dtype: DType) throws -> Double {
            try Tensor(scalar: value).to(dtype).to(.float64).item()
        }
        let smallestNormalHalf = 0x1p-14
        let smallestHalf = 0x1p-24
        #expect(Tolerance(relative: 0.01).accepts(smallestNormalHalf, 6.1e-5))
        #expect(Tolerance(relative: 0.01).accepts(smallestHalf, 6.0e-8))
        #expect(Tolerance(relative: 0.03).accepts(Double(Float.leastNormalMagnitude), 1.2e-38))
        #expect(try survives(smallestNormalHalf, as: .float16) == smallestNormalHalf)
        #expect(try survives(smallestHalf, as: .float16) == smallestHalf)
        #expect(try survives(smallestHalf * 0.49, as: .float16) == 0)
        #expect(try survives(65_504, as: .float16) == 65_504)
        #expect(try survives(65_536, as: .float16) == .infinity)
        #expect(try survives(1e-30, as: .bfloat16) > 0)
        #expect(try survives(Double(Float.leastNormalMagnitude), as: .float32) == Double(Float.leastNormalMagnitude))
        #expect(try survives(1e-46, as: .float32) == 0)
    }

    @Test func aSmallGradientUnderflowsInFP16WithoutTheScalerAndSurvivesWithIt() throws {
        func gradient(scaled: Bool) throws -> Float {
            let weight = try Tensor.ones([2, 2], dtype: .float16)
            try weight.setRequiresGradient()
            let x = try Tensor.full([1, 2], 1, dtype: .float16)
            let scaler = try GradScaler(enabled: scaled)
            // The gradient of each weight is 1e-8 / 4, below half of the smallest half-precision number.
            let loss = try x.matmul(weight).to(.float32).mean() * 1e-8
            try scaler.scale(loss).backward()
            let stored = try #require(weight.gradient).to(.float32)
            return try (stored / scaler.scale).floats()[0]
        }
        #expect(try gradient(scaled: false) == 0)
        #expect(Tolerance(relative: 0.01).accepts(Double(try gradient(scaled: true)), 0.5e-8))
    }
}
