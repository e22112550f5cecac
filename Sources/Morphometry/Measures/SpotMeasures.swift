/// Other spots in the crop: as far from the skin's colour as the lesion's border, but not part of the lesion.
struct SpotMeasures {
    /// How many there are, of at least 0.3 square millimetres.
    let count: Double
    /// The share of the picture outside the lesion that they cover.
    let share: Double

    private static let leastArea: Float = 0.3

    init(_ segmentation: Segmentation, _ picture: LabPicture) {
        var spots = Bitmap(width: picture.width, height: picture.height)
        for place in spots.bits.indices { spots.bits[place] = segmentation.distances[place] > segmentation.threshold }
        for place in segmentation.places { spots.bits[place] = true }
        let least = Int(Self.leastArea / (picture.millimetresPerPixel * picture.millimetresPerPixel))
        var found = (count: 0, pixels: 0)
        spots.forEachComponent { component in
            guard component.places.count >= least, !segmentation.lesion.bits[Int(component.places[0])],
                !component.places.contains(where: { segmentation.lesion.bits[Int($0)] })
            else { return }
            found.count += 1
            found.pixels += component.places.count
        }
        count = Double(found.count)
        share = Double(found.pixels) / Double(max(1, spots.bits.count - segmentation.places.count))
    }
}
