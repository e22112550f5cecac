import Diagnostics
public import Tensors

/// Crops of one size as the numbers that a backbone reads.
public enum PixelBatch {
    /// Returns `[N, 3, height, width]`, channels last in memory: `(pixel / 255 - mean) / standard deviation`, channel by
    /// channel.
    ///
    /// - Parameters:
    ///   - crops: For each crop its pixels, row by row, red, green and blue interleaved.
    ///   - width: The width of each crop in pixels.
    ///   - height: The height of each crop in pixels.
    /// - Throws: `BackboneError.batch` where there is no crop or one has another number of bytes.
    public static func tensor(
        _ crops: [[UInt8]],
        width: Int,
        height: Int,
        preprocessing: Preprocessing,
        device: Device = .cpu
    ) throws -> Tensor {
        let area = width * height
        guard area > 0, !crops.isEmpty else {
            throw BackboneError.batch(Problem("a batch needs at least one crop with at least one pixel"))
        }
        for (index, crop) in crops.enumerated() where crop.count != 3 * area {
            throw BackboneError.batch(
                Problem(
                    "a crop has the wrong number of bytes",
                    at: "crop \(index) of the batch",
                    expected: "\(3 * area) for \(width) x \(height) pixels",
                    found: "\(crop.count)"
                )
            )
        }
        let shape = [crops.count, height, width, 3]
        guard device == .cpu else {
            // A quarter of the bytes travels, and the device does the arithmetic.
            return try normalised(Tensor(crops.flatMap(\.self), shape: shape, on: device), preprocessing)
        }
        let tables = (0..<3).map { channel in
            (0..<256).map { (Float($0) / 255 - preprocessing.mean[channel]) / preprocessing.standardDeviation[channel] }
        }
        let values = [Float](unsafeUninitializedCapacity: crops.count * 3 * area) { buffer, count in
            for (index, crop) in crops.enumerated() {
                crop.withUnsafeBufferPointer { pixels in
                    for channel in 0..<3 {
                        tables[channel].withUnsafeBufferPointer { table in
                            let start = index * 3 * area
                            for position in stride(from: channel, to: 3 * area, by: 3) {
                                buffer[start + position] = table[Int(pixels[position])]
                            }
                        }
                    }
                }
            }
            count = crops.count * 3 * area
        }
        return try Tensor(values, shape: shape).permuted([0, 3, 1, 2])
    }

    /// Normalises bytes `[N, H, W, 3]` where they are: `[N, 3, H, W]`, channels last in memory, with the bits of the tables.
    public static func normalised(_ bytes: Tensor, _ preprocessing: Preprocessing) throws -> Tensor {
        // Tensors divide; a division by a plain number may be a product with its inverse, which is another number.
        func constant(_ values: [Float]) throws -> Tensor { try Tensor(values, on: bytes.device) }
        let shares = try bytes.to(.float32) / constant([255, 255, 255])
        let normalised = try (shares - constant(preprocessing.mean)) / constant(preprocessing.standardDeviation)
        return try normalised.permuted([0, 3, 1, 2])
    }
}
