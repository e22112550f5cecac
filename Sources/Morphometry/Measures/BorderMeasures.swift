import Foundation

/// How sharply a lesion ends.
struct BorderMeasures {
    /// The rise of the colour distance across the border, per millimetre: the mean of eight sectors.
    let sharpness: Double
    /// The standard deviation of that over the sectors.
    let sharpnessSpread: Double
    /// Sectors whose border is at least half as sharp as the sharpest.
    let sharpSectors: Double

    /// Pixels up to this far from the border count, in millimetres.
    private static let reach: Float = 0.45
    private static let sectorCount = 8

    init(_ lesion: LesionPixels, _ segmentation: Segmentation, _ border: SignedDistance, _ shape: ShapeMeasures) {
        /// The sums of a straight line through distance from the border and colour distance.
        struct Line {
            var (n, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)

            var slope: Double? {
                let spread = n * xx - x * x
                return n >= 6 && spread > 1e-9 ? (n * xy - x * y) / spread : nil
            }
        }
        let window = lesion.window
        let unit = lesion.grid.millimetresPerPixel
        var lines = [Line](repeating: Line(), count: Self.sectorCount)
        border.values.withPointer { border in
            segmentation.distances.withPointer { distances in
                segmentation.smoothed.withChannels { smoothed in
                    for row in 0..<window.height {
                        for column in 0..<window.width {
                            let distance = border[row &* window.width &+ column] * unit
                            let place = lesion.place(column, row)
                            guard abs(distance) <= Self.reach, smoothed.weight[place] > 0 else { continue }
                            let turn = atan2(Float(row) - Float(shape.centre.y), Float(column) - Float(shape.centre.x))
                            let turned = (turn + .pi) / (2 * .pi) * Float(Self.sectorCount)
                            let sector = min(Self.sectorCount - 1, Int(turned))
                            let (x, y) = (Double(-distance), Double(distances[place]))
                            lines[sector].n += 1
                            lines[sector].x += x
                            lines[sector].y += y
                            lines[sector].xx += x * x
                            lines[sector].xy += x * y
                        }
                    }
                }
            }
        }
        let slopes = lines.compactMap(\.slope)
        let count = Double(max(1, slopes.count))
        let mean = slopes.reduce(0, +) / count
        sharpness = mean
        sharpnessSpread = (slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let sharpest = slopes.max() ?? 0
        sharpSectors = Double(slopes.count { $0 >= sharpest / 2 })
    }
}
