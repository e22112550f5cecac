/// Other spots in the crop: as far from the skin's colour as the lesion's border, but not part of the lesion.
struct SpotMeasures {
    /// How many there are, of at least 0.3 square millimetres.
    let count: Double
    /// The share of the picture outside the lesion that they cover.
    let share: Double

    private static let leastArea: Float = 0.3

    init(_ segmentation: Segmentation, _ picture: LabPicture) {
        let (width, height) = (picture.width, picture.height)
        let threshold = segmentation.threshold
        var open = [Bool](unsafeUninitializedCapacity: width * height) { open, count in
            segmentation.distances.withUnsafeBufferPointer { distances in
                for place in distances.indices { open[place] = distances[place] > threshold }
            }
            count = width * height
        }
        // What hangs together with the lesion is no other spot.
        for place in segmentation.places { open[place] = true }
        for place in segmentation.places where open[place] {
            _ = Bitmap.take(from: place, &open, width: width, height: height)
        }
        var spots = Bitmap(width: width, height: height)
        spots.bits = open
        let least = Int(Self.leastArea / (picture.millimetresPerPixel * picture.millimetresPerPixel))
        var found = (count: 0, pixels: 0)
        spots.forEachComponent { component in
            guard component.places.count >= least else { return }
            found.count += 1
            found.pixels += component.places.count
        }
        count = Double(found.count)
        share = Double(found.pixels) / Double(max(1, spots.bits.count - segmentation.places.count))
    }
}
