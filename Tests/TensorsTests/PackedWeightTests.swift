import Tensors
import TestSupport
import Testing

@Suite("Packed weights")
struct PackedWeightTests {
    private let x: Tensor
    private let weight: Tensor
    private let bias: Tensor
    private let other: Tensor

    init() throws {
        let generator = try TorchGenerator(seed: 11)
        x = try generator.normal([2, 5, 24])
        weight = try generator.normal([40, 24])
        bias = try generator.normal([40])
        other = try generator.normal([2, 5, 40])
    }

    private func expectEqual(_ packed: Tensor, _ plain: Tensor, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        #expect(packed.shape == plain.shape, sourceLocation: sourceLocation)
        let difference = Tolerance(absolute: 1e-5, relative: 1e-5).firstDifference(
            try packed.floats(),
            try plain.floats()
        )
        #expect(difference == nil, sourceLocation: sourceLocation)
    }

    @Test func aPackedWeightGivesTheSameMapWithEveryEpilogue() throws {
        let packed = try PackedWeight(weight, rows: 10)
        let plain = try x.linear(weight, bias: bias)
        try expectEqual(packed.linear(x, bias: bias), plain)
        try expectEqual(packed.linear(x, bias: bias, then: .gelu), plain.gelu())
        try expectEqual(packed.linear(x, bias: bias, then: .silu), plain.silu())
        try expectEqual(packed.linear(x, bias: bias, then: .adding(other)), plain + other)
        try expectEqual(packed.linear(x, bias: bias, then: .multiplying(by: other)), plain * other)
        try expectEqual(packed.linear(x, bias: nil), x.linear(weight))
    }

    @Test("The number of rows that was named is not a limit", arguments: [1, 3, 4_000])
    func rows(count: Int) throws {
        let packed = try PackedWeight(weight, rows: 10)
        let rows = try TorchGenerator(seed: 5).normal([count, 24])
        try expectEqual(packed.linear(rows, bias: bias), rows.linear(weight, bias: bias))
    }

    @Test func rowsThatDoNotLieInOrderAreRead() throws {
        let packed = try PackedWeight(weight, rows: 10)
        let turned = try TorchGenerator(seed: 6).normal([2, 24, 5]).transposed(1, 2)
        try expectEqual(packed.linear(turned, bias: bias), turned.linear(weight, bias: bias))
    }

    @Test func anotherWidthIsRefused() throws {
        let packed = try PackedWeight(weight, rows: 10)
        #expect(throws: TensorError.self) { try packed.linear(Tensor.ones([2, 23]), bias: bias) }
    }
}

@Suite("Products")
struct ProductTests {
    @Test func pairsAreMultipliedAsComplexNumbers() throws {
        // (1 + 2i)(3 + 4i) = -5 + 10i and (5 + 6i) * i = -6 + 5i.
        let pairs = try Tensor([1, 2, 5, 6] as [Float], shape: [1, 4])
        let factors = try Tensor([3, 4, 0, 1] as [Float], shape: [2, 2])
        #expect(try pairs.multipliedPairs(by: factors).floats() == [-5, 10, -6, 5])
    }

    @Test func gradientsFlowThroughTheProductOfPairs() throws {
        let pairs = try Tensor([1, 2] as [Double], shape: [1, 2])
        try pairs.setRequiresGradient()
        try pairs.multipliedPairs(by: Tensor([3, 4] as [Double], shape: [1, 2])).sum().backward()
        // The sum is 3a - 4b + 4a + 3b.
        #expect(try pairs.gradient?.doubles() == [7, -1])
    }
}

@Suite("Global response normalisation")
struct ResponseNormTests {
    /// The formula in libtorch's own operations, whose gradients are libtorch's.
    private func plain(_ x: Tensor, _ weight: Tensor, _ bias: Tensor) throws -> Tensor {
        let norms = try x.norm([1, 2], keepsAxes: true)
        let response = try norms / (norms.mean([3], keepsAxes: true) + 1e-6)
        return try x + (bias + weight * (x * response))
    }

    @Test func itsValuesAndGradientsAreThoseOfTheFormula() throws {
        let generator = try TorchGenerator(seed: 21)
        let start = try (
            generator.normal([3, 4, 5, 6], dtype: .float64), generator.normal([6], dtype: .float64),
            generator.normal([6], dtype: .float64)
        )
        let direction = try generator.normal([3, 4, 5, 6], dtype: .float64)
        func evaluate(_ formula: (Tensor, Tensor, Tensor) throws -> Tensor) throws -> [[Double]] {
            let inputs = try [start.0.copy(), start.1.copy(), start.2.copy()]
            for input in inputs { try input.setRequiresGradient() }
            let result = try formula(inputs[0], inputs[1], inputs[2])
            try (result * direction).sum().backward()
            return try [result.detached().doubles()] + inputs.map { try #require($0.gradient).doubles() }
        }
        let own = try evaluate { try $0.responseNorm(weight: $1, bias: $2, epsilon: 1e-6) }
        let reference = try evaluate(plain)
        for (own, reference) in zip(own, reference) {
            #expect(Tolerance(absolute: 1e-12, relative: 1e-12).firstDifference(own, reference) == nil)
        }
    }

    @Test func aChannelOfZerosHasGradientsThatAreNumbers() throws {
        let x = try Tensor.zeros([1, 2, 2, 3])
        try x.setRequiresGradient()
        let ones = try Tensor.ones([3])
        try x.responseNorm(weight: ones, bias: ones, epsilon: 1e-6).sum().backward()
        #expect(try #require(x.gradient).floats().allSatisfy { $0 == 1 })
    }

    @Test func anotherShapeIsRefused() throws {
        #expect(throws: TensorError.self) {
            try Tensor.ones([2, 3]).responseNorm(weight: .ones([3]), bias: .ones([3]), epsilon: 1e-6)
        }
    }
}
