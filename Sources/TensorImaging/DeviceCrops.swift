package import Imaging
package import Tensors

/// The decoded crops of a cohort, kept on a device as bytes: batches are gathered, augmented and resized there.
package struct DeviceCrops: Sendable {
    /// How many crops are changed at a time: a batch of any size needs working memory for so many.
    private static let portion = 128

    /// Red, green and blue of every pixel of all crops, `[P, 3]`, uint8.
    private let pixels: Tensor
    private let sizes: [Size2]
    private let starts: [Int]

    /// Keeps crops of these sizes.
    ///
    /// - Parameter images: Decodes the crops in a range of positions, in their order.
    /// - Throws: What `images` throws; `TensorError` where the device has no room.
    package init(sizes: [Size2], device: Device, images: (Range<Int>) throws -> [RGBImage]) throws {
        self.sizes = sizes
        starts = PixelGrid.starts(of: sizes)
        pixels = try .zeros([Self.pixelCount(of: sizes), 3], dtype: .uint8, device: device)
        for first in stride(from: 0, to: sizes.count, by: 1024) {
            let range = first..<min(first + 1024, sizes.count)
            let bytes = try images(range).flatMap(\.pixels)
            let place = starts[first]..<starts[first] + bytes.count / 3
            let part = try Tensor(bytes, shape: [place.count, 3], on: device)
            try ParameterUpdate.assign(part, to: pixels.sliced(0, place))
        }
    }

    /// The bytes that crops of these sizes need.
    package static func byteCount(of sizes: [Size2]) -> Int { 3 * pixelCount(of: sizes) }

    private static func pixelCount(of sizes: [Size2]) -> Int { sizes.reduce(0) { $0 + $1.area } }

    /// The height and width of a crop.
    package func size(at position: Int) -> Size2 { sizes[position] }

    /// The crops at `positions`, changed as their plans say: `[N, size, size, 3]`, uint8.
    package func augmented(_ positions: [Int], by plans: [AugmentationPlan], size: Int) throws -> Tensor {
        try inPortions(positions) { try $0.augmented(by: Array(plans[$1]), size: size) }
    }

    /// The crops at `positions`, resized as for evaluation: `[N, size, size, 3]`, uint8.
    package func resized(_ positions: [Int], size: Int) throws -> Tensor {
        try inPortions(positions) { crops, _ in try crops.resized(to: size) }
    }

    private func inPortions(_ positions: [Int], _ body: (PixelList, Range<Int>) throws -> Tensor) throws -> Tensor {
        let parts = try stride(from: 0, to: positions.count, by: Self.portion).map { first in
            let range = first..<min(first + Self.portion, positions.count)
            let chosen = positions[range]
            let crops = try PixelList(of: pixels, starts: chosen.map { starts[$0] }, sizes: chosen.map { sizes[$0] })
            return try body(crops, range)
        }
        return parts.count == 1 ? parts[0] : try .concatenate(parts)
    }
}
