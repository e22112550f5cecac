import Testing

@testable import Tensors

/// Operations on lists of whole numbers: places, counts and levels.
@Suite struct WholeNumberTests {
    @Test(arguments: [DType.int64, .int32, .int16, .uint8])
    func `whole numbers stay whole beside a whole number, but not beside a fraction`(dtype: DType) throws {
        let tensor = try Tensor([1, 2, 7] as [Int]).to(dtype)
        for result in try [tensor + 3, tensor * 2, tensor.maximum(2), tensor.minimum(2), tensor.clamped(2, 5)] {
            #expect(result.dtype == dtype)
        }
        #expect(try tensor.clamped(2, 5).array(of: Int.self) == [2, 2, 5])
        #expect(try (tensor * 0.5).floats() == [0.5, 1, 3.5])
        #expect(try (tensor / 2).floats() == [0.5, 1, 3.5])
    }

    @Test func `numbers too large for floating point stay exact`() throws {
        let large = (1 << 62) + 1
        #expect(try (Tensor([large]) + 1).array(of: Int.self) == [large + 1])
    }

    @Test func `quotients are rounded down, and remainders belong to quotients rounded towards zero`() throws {
        let tensor = try Tensor([-7, -1, 0, 5, 9] as [Int])
        #expect(try tensor.floorDivided(by: 4).array(of: Int.self) == [-2, -1, 0, 1, 2])
        #expect(try tensor.floorDivided(by: Tensor([2, 2, 2, 5, 10])).array(of: Int.self) == [-4, -1, 0, 1, 0])
        #expect(try tensor.truncatingRemainder(dividingBy: 4).array(of: Int.self) == [-3, -1, 0, 1, 1])
        #expect(try Tensor([-7.5, 7.5] as [Float]).truncatingRemainder(dividingBy: 2).floats() == [-1.5, 1.5])
        #expect(
            try Tensor([7, 8] as [Int]).truncatingRemainder(dividingBy: Tensor([4, 3])).array(of: Int.self) == [3, 2]
        )
    }

    @Test func `rows are added and replaced at named places`() throws {
        let tensor = try Tensor([0, 0, 10, 10, 20, 20] as [Int], shape: [3, 2])
        let rows = try Tensor([1, 2, 3, 4] as [Int], shape: [2, 2])
        let replaced = try tensor.replacing(0, Tensor([2, 0]), with: rows)
        #expect(try replaced.array(of: Int.self) == [3, 4, 10, 10, 1, 2])
        #expect(try tensor.array(of: Int.self) == [0, 0, 10, 10, 20, 20])
        #expect(try tensor.adding(0, Tensor([1, 1]), rows).array(of: Int.self) == [0, 0, 14, 16, 20, 20])
        #expect(throws: TensorError.self) { try tensor.replacing(0, Tensor([3]), with: rows) }
    }

    @Test func `indices are repeated as often as counts say, and sums run along an axis`() throws {
        let counts = try Tensor([2, 0, 3] as [Int])
        #expect(try counts.repeatedIndices(total: 5).array(of: Int.self) == [0, 0, 2, 2, 2])
        let sums = try Tensor([1, 2, 3, 4] as [Int32], shape: [2, 2]).cumulativeSum(1)
        #expect(sums.dtype == .int64)
        #expect(try sums.array(of: Int.self) == [1, 3, 3, 7])
    }
}
