internal import CPixels

/// A filter that makes every byte of an image from bytes at fixed distances, weighted or as their median.
///
/// Outside the image its border is repeated.
struct LineFilter {
    /// Where the taps are, in pixels.
    let taps: [(column: Int, row: Int)]

    /// The weighted mean of the taps; `weights` are in 1/256 and sum to 256.
    func weightedMean(of image: RGBImage, weights: [UInt16]) -> RGBImage {
        apply(to: image) { lines, count, output in
            cpixels_weighted_mean(lines, weights, Int64(weights.count), Int64(count), output)
        }
    }

    /// The median of the taps, whose number is odd and at most 25.
    func median(of image: RGBImage) -> RGBImage {
        apply(to: image) { lines, count, output in
            cpixels_median(lines, Int64(taps.count), Int64(count), output)
        }
    }

    private func apply(
        to image: RGBImage,
        _ body: (UnsafePointer<UnsafePointer<UInt8>?>, Int, UnsafeMutablePointer<UInt8>) -> Void
    ) -> RGBImage {
        let reach = taps.reduce(0) { max($0, abs($1.column), abs($1.row)) }
        let rowCount = image.width * 3
        let paddedRow = (image.width + 2 * reach) * 3
        let offsets = taps.map { ($0.row + reach) * paddedRow + ($0.column + reach) * 3 }
        let padded = image.repeatingBorder(reach)
        return RGBImage(width: image.width, height: image.height) { output in
            padded.withUnsafeBufferPointer { input in
                guard let start = input.baseAddress, let target = output.baseAddress else { return }
                var lines = [UnsafePointer<UInt8>?](repeating: nil, count: taps.count)
                for row in 0..<image.height {
                    for (tap, offset) in offsets.enumerated() { lines[tap] = start + row * paddedRow + offset }
                    body(lines, rowCount, target + row * rowCount)
                }
            }
        }
    }
}

extension RGBImage {
    /// The bytes of this image with `reach` more pixels on every side, which repeat the border.
    fileprivate func repeatingBorder(_ reach: Int) -> [UInt8] {
        let rowCount = width * 3
        let paddedRow = (width + 2 * reach) * 3
        return [UInt8](unsafeUninitializedCapacity: paddedRow * (height + 2 * reach)) { output, count in
            pixels.withUnsafeBytes { input in
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                for row in -reach..<height + reach {
                    let from = source + min(max(row, 0), height - 1) * rowCount
                    let to = UnsafeMutableRawPointer(target + (row + reach) * paddedRow)
                    (to + reach * 3).copyMemory(from: from, byteCount: rowCount)
                    for column in 0..<reach {
                        (to + column * 3).copyMemory(from: from, byteCount: 3)
                        (to + (reach + width + column) * 3).copyMemory(from: from + rowCount - 3, byteCount: 3)
                    }
                }
            }
            count = paddedRow * (height + 2 * reach)
        }
    }
}
