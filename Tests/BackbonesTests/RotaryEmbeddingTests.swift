import Foundation
import Tensors
import TestSupport
import Testing

@testable import Backbones

@Suite struct RotaryEmbeddingTests {
    @Test func `the class token is not turned`() {
        let angles = RotaryEmbedding.angles(grid: 3, referenceGrid: 16, frequencies: [1, 0.01] as [Float])
        #expect(angles.count == (1 + 9) * 4)
        #expect(angles.prefix(4).allSatisfy { $0 == 0 })
    }

    @Test func `rows turn the first half of the pairs and columns the second`() {
        let angles = RotaryEmbedding.angles(grid: 2, referenceGrid: 2, frequencies: [1, 0.01] as [Float])
        // The patch at row 1, column 0 is the third; frequencies are 1 and 10,000^(-1/2).
        #expect(Array(angles[(3 * 4)..<(4 * 4)]) == [1, 0.01, 0, 0])
    }

    @Test func `positions of another grid are stretched to the reference grid`() {
        let half = RotaryEmbedding.angles(grid: 2, referenceGrid: 4, frequencies: [1] as [Float])
        let full = RotaryEmbedding.angles(grid: 4, referenceGrid: 4, frequencies: [1] as [Float])
        // Row 1, column 1 of two stands where row 2, column 2 of four stands.
        #expect(half[(4 * 2)..<(5 * 2)] == full[(11 * 2)..<(12 * 2)])
    }

    @Test func `turning keeps lengths, and products depend on the distance only`() throws {
        let rotary = try RotaryEmbedding(grid: 4, referenceGrid: 4, headWidth: 8, device: .cpu)
        let generator = try TorchGenerator(seed: 3)
        // One query and one key, the same at every position.
        let query = try generator.normal([1, 1, 1, 8]).expanded([1, 1, 17, 8])
        let key = try generator.normal([1, 1, 1, 8]).expanded([1, 1, 17, 8])
        let lengths = try rotary(query).power(2).sum([-1]).floats()
        let length = try query.power(2).sum([-1]).floats()
        #expect(Tolerance(absolute: 1e-5).firstDifference(lengths, length) == nil)

        let products = try rotary(query).matmul(rotary(key).transposed(-2, -1)).floats()
        func product(_ query: (Int, Int), _ key: (Int, Int)) -> Double {
            Double(products[(1 + query.0 * 4 + query.1) * 17 + 1 + key.0 * 4 + key.1])
        }
        #expect(Tolerance(absolute: 1e-5).accepts(product((0, 0), (1, 2)), product((2, 1), (3, 3))))
        #expect(!Tolerance(absolute: 1e-3).accepts(product((0, 0), (1, 2)), product((0, 0), (2, 1))))
    }
}
