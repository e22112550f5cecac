import Diagnostics
public import Tensors

/// Crops of one size as the numbers that a backbone reads.
public enum PixelBatch {
    /// Returns `[N, 3, height, width]`: `(pixel / 255 - mean) / standard deviation`, channel by channel.
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
        let tables = (0..<3).map { channel in
            (0..<256).map { (Float($0) / 255 - preprocessing.mean[channel]) / preprocessing.standardDeviation[channel] }
        }
        let values = [Float](unsafeUninitializedCapacity: crops.count * 3 * area) { buffer, count in
            for (index, crop) in crops.enumerated() {
                crop.withUnsafeBufferPointer { pixels in
                    for channel in 0..<3 {
                        tables[channel].withUnsafeBufferPointer { table in
                            let start = (index * 3 + channel) * area
                            for position in 0..<area {
                                buffer[start + position] = table[Int(pixels[3 * position + channel])]
                            }
                        }
                    }
                }
            }
            count = crops.count * 3 * area
        }
        return try Tensor(values, shape: [crops.count, 3, height, width]).to(device)
    }
}
