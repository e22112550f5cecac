/// Other spots in the crop: as far from the skin's colour as the lesion's border, but not part of the lesion.
struct SpotMeasures {
    /// How many there are, of at least 0.3 square millimetres.
    let count: Double
    /// The share of the picture outside the lesion that they cover.
    let share: Double

    private static let leastArea: Float = 0.3

    init(_ segmentation: Segmentation) {
        let grid = segmentation.smoothed.grid
        let threshold = segmentation.threshold
        let lesion = segmentation.lesion
        var spots = Bitmap(width: grid.width, height: grid.height)
        spots.bits.withUnsafeMutableBufferPointer { bits in
            segmentation.distances.withPointer { distances in
                for place in bits.indices { bits[place] = distances[place] > threshold ? 1 : 0 }
            }
            lesion.forEach { _, _, place in bits[place] = 1 }
        }
        let least = Int(Self.leastArea / (grid.millimetresPerPixel * grid.millimetresPerPixel))
        let inLesion = lesion.runs.first.map { Int32(lesion.place($0.columns.lowerBound, $0.row)) } ?? -1
        var found = (count: 0, pixels: 0)
        spots.forEachComponent { component in
            // What hangs together with the lesion is no other spot.
            guard component.places.count >= least, !component.places.contains(inLesion) else { return }
            found.count += 1
            found.pixels += component.places.count
        }
        count = Double(found.count)
        share = Double(found.pixels) / Double(max(1, grid.count - lesion.count))
    }
}
