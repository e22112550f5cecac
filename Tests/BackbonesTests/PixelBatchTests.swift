import Diagnostics
import Tensors
import TestSupport
import Testing

@testable import Backbones

@Suite struct PixelBatchTests {
    @Test func `pixels become planes, normalised channel by channel`() throws {
        let preprocessing = Preprocessing(inputSize: 2, mean: [0, 0.5, 1], standardDeviation: [1, 0.5, 0.25])
        let crop: [UInt8] = [0, 255, 255, 51, 0, 0]
        let tensor = try PixelBatch.tensor([crop, crop], width: 2, height: 1, preprocessing: preprocessing)
        #expect(tensor.shape == [2, 3, 1, 2])
        #expect(try tensor.floats() == [0, 0.2, 1, -1, 0, -4, 0, 0.2, 1, -1, 0, -4])
    }

    @Test func `what a device computes from bytes is what the tables hold`() throws {
        let crop = (0..<768).map { UInt8($0 / 3) }
        for preprocessing in [Preprocessing.clip, .imageNet, .symmetric] {
            let tables = try PixelBatch.tensor([crop], width: 16, height: 16, preprocessing: preprocessing)
            let computed = try PixelBatch.normalised(Tensor(crop, shape: [1, 16, 16, 3]), preprocessing)
            #expect(try computed.isEqual(to: tables))
            #expect(try computed.isChannelsLast && tables.isChannelsLast)
        }
    }

    @Test func `a crop with a missing byte is an error that names it`() {
        let error = #expect(throws: BackboneError.self) {
            try PixelBatch.tensor(
                [[1, 2, 3], [1, 2]],
                width: 1,
                height: 1,
                preprocessing: BackboneRegistry.variants[0].preprocessing
            )
        }
        #expect(error?.description.contains("crop 1 of the batch") == true)
        #expect(error?.category == .badData)
    }

    @Test func `an empty batch is an error`() {
        #expect(throws: BackboneError.self) {
            try PixelBatch.tensor([], width: 1, height: 1, preprocessing: .imageNet)
        }
    }
}
