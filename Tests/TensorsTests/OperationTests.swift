import Diagnostics
import TestSupport
import Testing

@testable import Tensors

@Suite("Tensor operations")
struct OperationTests {
    @Test func valuesComeBackAsTheyWentIn() throws {
        let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
        #expect(tensor.shape == [2, 3])
        #expect(tensor.dtype == .float32)
        #expect(try tensor.floats() == [1, 2, 3, 4, 5, 6])
        #expect(try tensor.transposed(0, 1).floats() == [1, 4, 2, 5, 3, 6])
        #expect(try Tensor([UInt8](0...9)).array(of: Int64.self) == Array(0...9))
        #expect(try Tensor([Float](), shape: [0, 4]).floats().isEmpty)
    }

    @Test(arguments: DType.allCases)
    func everyElementTypeSurvivesItsBytes(dtype: DType) throws {
        let original = try Tensor([0, 1, 1, 0] as [Float], shape: [2, 2]).to(dtype)
        let bytes = try original.bytes()
        #expect(bytes.count == 4 * dtype.byteCount)
        let copy = try bytes.withUnsafeBytes { try Tensor(copying: $0, shape: [2, 2], dtype: dtype) }
        #expect(copy.dtype == dtype)
        #expect(try copy.isEqual(to: original))
    }

    @Test func operandsAreBroadcast() throws {
        let column = try Tensor([1, 2] as [Float], shape: [2, 1])
        let row = try Tensor([10, 20, 30] as [Float], shape: [1, 3])
        #expect(try (column + row).floats() == [11, 21, 31, 12, 22, 32])
        #expect(try (2 - column).floats() == [1, 0])
        #expect(try (2 / column).floats() == [2, 1])
        #expect(try (row * 0.5 - 5).floats() == [0, 5, 10])
        #expect(try column.maximum(Tensor([1.5] as [Float])).floats() == [1.5, 2])
    }

    @Test func shapesChangeWithoutLosingElements() throws {
        let tensor = try Tensor.arange(0, 24).reshaped([2, 3, 4])
        #expect(try tensor.permuted([2, 0, 1]).shape == [4, 2, 3])
        #expect(try tensor.flattened(from: 1).shape == [2, 12])
        #expect(try tensor.unsqueezed(0).squeezed(0).shape == [2, 3, 4])
        #expect(try tensor.selected(1, 2).floats() == [8, 9, 10, 11, 20, 21, 22, 23])
        #expect(try tensor.sliced(2, 1..<4, step: 2).shape == [2, 3, 2])
        #expect(try tensor.chunked(2, axis: -1).map(\.shape) == [[2, 3, 2], [2, 3, 2]])
        #expect(try Tensor.concatenate(tensor.chunked(3, axis: 1), axis: 1).isEqual(to: tensor))
        #expect(try Tensor.stack([tensor, tensor], axis: 1).shape == [2, 2, 3, 4])
        #expect(try tensor.flipped([2]).selected(0, 0).selected(0, 0).floats() == [3, 2, 1, 0])
        #expect(try tensor.gathered(1, Tensor([2, 0])).selected(0, 0).floats() == [8, 9, 10, 11, 0, 1, 2, 3])
        #expect(try Tensor.ones([1, 3]).expanded([2, -1]).shape == [2, 3])
        let padded = try Tensor.ones([1, 1, 2, 2]).padded(top: 1, right: 2, value: 7)
        #expect(padded.shape == [1, 1, 3, 4])
        #expect(try padded.floats() == [7, 7, 7, 7, 1, 1, 7, 7, 1, 1, 7, 7])
    }

    @Test func reductionsGoOverTheNamedAxes() throws {
        let tensor = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
        #expect(try tensor.sum().item() == 10)
        #expect(try tensor.mean([0]).floats() == [2, 3])
        #expect(try tensor.max([1], keepsAxes: true).shape == [2, 1])
        #expect(try tensor.norm().item() == Double(Float(30).squareRoot()))
        #expect(try tensor.variance([1]).floats() == [0.5, 0.5])
        #expect(try tensor.variance(correction: 0).item() == 1.25)
        #expect(try tensor.isGreater(than: 3.5).any().item() == 1)
        #expect(try tensor.isGreater(than: 3.5).all().item() == 0)
        #expect(try tensor.argmax(1).array(of: Int.self) == [1, 1])
        #expect(try Tensor([1, .infinity] as [Float]).isAllFinite() == false)
        #expect(try tensor.isAllFinite())
    }

    @Test func theGradientOfASquareIsTwiceTheValue() throws {
        let x = try Tensor([1, -2, 3] as [Float])
        try x.setRequiresGradient()
        try (x * x).sum().backward()
        #expect(try x.gradient?.floats() == [2, -4, 6])
        try (x * x).sum().backward()
        #expect(try x.gradient?.floats() == [4, -8, 12], "gradients accumulate")
        try x.clearGradient()
        #expect(x.gradient == nil)
        #expect(try x.detached().requiresGradient == false)
    }

    @Test func aFailureNamesTheOperationAndTheShapes() throws {
        let left = try Tensor.ones([64, 64])
        let right = try Tensor.ones([3, 3])
        let error = #expect(throws: TensorError.self) { try left.matmul(right) }
        #expect(error?.category == .failure)
        #expect(
            error?.description
                == "matmul of [64, 64] and [3, 3] failed: mat1 and mat2 shapes cannot be multiplied (64x64 and 3x3)."
        )
        #expect(throws: TensorError.self) { try left.sliced(0, 60..<70) }
        #expect(throws: TensorError.self) { try left.chunked(3, axis: 0) }
        #expect(throws: TensorError.self) { try Tensor([1, 2] as [Float], shape: [3]) }
        #expect(throws: TensorError.self) { try left.reshaped([-5]) }
        #expect(throws: TensorError.self) { try left.item() }
    }

    @Test func singularVectorsRebuildTheMatrix() throws {
        let matrix = try Tensor([1, 2, 3, 4, 5, 7] as [Double], shape: [3, 2])
        let (u, values, vTransposed) = try matrix.singularValues()
        let rebuilt = try (u * values).matmul(vTransposed)
        #expect(Tolerance(absolute: 1e-12).firstDifference(try rebuilt.doubles(), try matrix.doubles()) == nil)
    }
}
