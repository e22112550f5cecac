/// Which pixels of a picture show the lesion in its middle.
struct Segmentation {
    /// The lesion, without holes.
    let lesion: Bitmap
    /// The places of the lesion's pixels, ascending.
    let places: [Int]
    /// Their bounding box.
    let bounds: Window
    /// The distance from the skin above which pixels belong to it.
    let threshold: Float
    /// `[height, width]`: the picture's colours without hair, slightly smoothed; weight 0 where only hair is near.
    let smoothed: [SIMD4<Float>]
    /// `[height, width]`: the colour distance from the skin.
    let distances: [Float]
    let skin: SkinModel
}

/// Finds the lesion in the middle of a crop by its colour distance from the skin around it.
///
/// The skin's colour comes from the rim, later from everything outside the first outline. The lesion is the connected
/// region around the strongest difference near the middle; of several thresholds the one is taken at which the outline
/// moves least, that is where the border is sharpest.
struct LesionSegmenter {
    /// Half the side of the box that smooths colours, in millimetres.
    var smoothing: Float = 0.15
    /// The width of the rim that is taken for skin at first, as a share of the picture's side.
    var rim: Float = 0.13
    /// How far from the middle the strongest difference is looked for: the sd of a Gaussian weight, in millimetres.
    var centring: Float = 2.2
    /// A lesion stands out from the skin by at least this CIELAB distance ...
    var leastContrast: Float = 3.5
    /// ... and by this many spreads of the skin itself.
    var leastSpreads: Float = 3
    /// The smallest lesion in square millimetres; the smallest of SLICE-3D has 0.43.
    var leastArea: Float = 0.4
    /// The largest lesion as a share of the picture.
    var largestShare: Float = 0.6
    /// Thresholds that are tried, as shares of the way from the skin to the strongest difference.
    var thresholdShares: [Float] = [0.22, 0.27, 0.32, 0.37, 0.42, 0.47, 0.52, 0.57, 0.62]

    /// The coarsest grid on which it is looked for, in millimetres from pixel to pixel.
    var coarsest: Float = 0.25

    /// The lesion and what was found on the way; nil where nothing stands out from the skin.
    ///
    /// The skin and the first, rough outline need no more than every `factor`-th pixel.
    func callAsFunction(_ picture: LabPicture, hair: HairMask) -> (smoothed: [SIMD4<Float>], found: Segmentation?) {
        var weighted = picture.colours
        if hair.share > 0 {
            for place in weighted.indices where hair.isHair[place] { weighted[place] = .zero }
        }
        let smoothed = BoxBlur.weightedMeans(
            weighted,
            width: picture.width,
            height: picture.height,
            radius: picture.pixels(smoothing)
        )
        let factor = max(1, Int(coarsest / picture.millimetresPerPixel))
        let rough = LabPicture(picture, smoothed: smoothed, every: factor)
        let rim = skinPlaces(rough) { isRim(rough, column: $0, row: $1) }
        guard let rimSkin = skin(rough, rim), let first = region(rough, rough.colours, rimSkin)
        else { return (smoothed, nil) }
        let lesion = first.lesion.dilated(times: rough.pixels(0.5))
        let around = skinPlaces(rough) { !lesion.bits[$1 &* rough.width &+ $0] }
        let skin = around.count >= 50 ? skin(rough, around) ?? rimSkin : rimSkin
        return (smoothed, region(picture, smoothed, skin.finer(by: factor)))
    }

    private func isRim(_ picture: LabPicture, column: Int, row: Int) -> Bool {
        let band = Int(rim * Float(min(picture.width, picture.height)))
        return min(column, picture.width - 1 - column, row, picture.height - 1 - row) < band
    }

    /// Every second pixel of every second row that `isTaken`: the skin's colour needs no more.
    private func skinPlaces(_ picture: LabPicture, where isTaken: (_ column: Int, _ row: Int) -> Bool) -> [Int] {
        var places: [Int] = []
        for row in stride(from: 0, to: picture.height, by: 2) {
            for column in stride(from: 0, to: picture.width, by: 2) where isTaken(column, row) {
                let place = row * picture.width + column
                if picture.colours[place].w > 0 { places.append(place) }
            }
        }
        return places
    }

    private func skin(_ picture: LabPicture, _ places: [Int]) -> SkinModel? {
        places.isEmpty ? nil : SkinModel(picture.colours, width: picture.width, places: places)
    }

    private func region(
        _ picture: LabPicture,
        _ smoothed: [SIMD4<Float>],
        _ skin: SkinModel
    ) -> Segmentation? {
        let (width, height) = (picture.width, picture.height)
        let distances = distances(smoothed, from: skin, width: width, height: height)
        let peak = peak(distances, picture)
        let rise = peak.distance - skin.level
        guard rise >= max(leastContrast, leastSpreads * skin.spread) else { return nil }
        let nested = NestedRegions(
            distances,
            width: width,
            from: peak.place,
            above: thresholdShares.map { skin.level + $0 * rise }
        )
        guard let sharpest = sharpest(nested.regions, picture) else { return nil }
        let best = halfway(nested, sharpest, distances, skin, width: width, from: peak.place)
        let window = Window(around: best.places, rowLength: width).widened(by: 2, width: width, height: height)
        var part = Bitmap(width: window.width, height: window.height)
        for place in best.places { part.bits[window.place(of: Int(place), rowLength: width)] = true }
        part.fillHoles()
        part.open()
        var lesion = Bitmap(width: width, height: height)
        var inside: [Int] = []
        for row in 0..<window.height {
            for column in 0..<window.width where part.bits[row * window.width + column] {
                let place = (row + window.top) * width + column + window.left
                lesion.bits[place] = true
                inside.append(place)
            }
        }
        let area = Float(inside.count) * picture.millimetresPerPixel * picture.millimetresPerPixel
        guard area >= leastArea else { return nil }
        return Segmentation(
            lesion: lesion,
            places: inside,
            bounds: Window(around: inside, rowLength: width),
            threshold: best.threshold,
            smoothed: smoothed,
            distances: distances,
            skin: skin
        )
    }

    /// How far each pixel is from the skin's colour; 0 where only hair is near.
    private func distances(
        _ smoothed: [SIMD4<Float>],
        from skin: SkinModel,
        width: Int,
        height: Int
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: smoothed.count) { distances, count in
            smoothed.withUnsafeBufferPointer { smoothed in
                for row in 0..<height {
                    let places = row &* width..<(row &+ 1) &* width
                    skin.distances(
                        UnsafeBufferPointer(rebasing: smoothed[places]),
                        row: row,
                        into: UnsafeMutableBufferPointer(rebasing: distances[places])
                    )
                }
            }
            count = smoothed.count
        }
    }

    /// The place within 5 mm of the crop's middle that differs most from the skin, the middle preferred, and by how much:
    /// the mean of five pixels.
    private func peak(_ distances: [Float], _ picture: LabPicture) -> (place: Int, distance: Float) {
        let (middleX, middleY) = (Float(picture.middle.x), Float(picture.middle.y))
        let scale = picture.millimetresPerPixel / centring
        let reach = picture.pixels(0.25)
        let width = picture.width
        let farthest = 5 / picture.millimetresPerPixel
        func range(_ middle: Float, _ count: Int) -> Range<Int> {
            let low = max(reach, Int(middle - farthest))
            return low..<max(low, min(count - reach, Int(middle + farthest)))
        }
        let columns = range(middleX, width)
        var best = (place: picture.colours.count / 2, distance: Float(0), value: -Float.infinity)
        distances.withUnsafeBufferPointer { distances in
            for row in range(middleY, picture.height) {
                let y = (Float(row) - middleY) * scale
                for column in columns {
                    let x = (Float(column) - middleX) * scale
                    let place = row &* width &+ column
                    let beside = distances[place &- reach] + distances[place &+ reach]
                    let aboveAndBelow = distances[place &- reach &* width] + distances[place &+ reach &* width]
                    let distance = 0.2 * (distances[place] + beside + aboveAndBelow)
                    // Near a Gaussian, without an exponential for every pixel.
                    let fall = 1 + 0.25 * (x * x + y * y)
                    let value = distance / (fall * fall)
                    if value > best.value { best = (place, distance, value) }
                }
            }
        }
        return (best.place, best.distance)
    }

    /// The region above the threshold halfway between the skin and the lesion's median, where a blurred border truly is.
    ///
    /// A lesion of which that would leave less than half keeps the outline it has: its colours differ too much.
    private func halfway(
        _ nested: NestedRegions,
        _ region: NestedRegions.Region,
        _ distances: [Float],
        _ skin: SkinModel,
        width: Int,
        from start: Int
    ) -> (places: ArraySlice<Int32>, threshold: Float) {
        let places = nested.places(of: region)
        let inside = places.map { distances[Int($0)] }
        let threshold = skin.level + 0.5 * (quantile(0.6, inside) - skin.level)
        guard threshold > region.threshold else { return (places, region.threshold) }
        let refined = NestedRegions(distances, width: width, from: start, above: [threshold])
        guard let part = refined.regions.first, 2 * part.count >= region.count else {
            return (places, region.threshold)
        }
        return (refined.places(of: part), threshold)
    }

    /// The region whose outline moves least from one threshold to the next, larger ones preferred.
    private func sharpest(_ regions: [NestedRegions.Region], _ picture: LabPicture) -> NestedRegions.Region? {
        let largest = Int(largestShare * Float(picture.width * picture.height))
        var best: (region: NestedRegions.Region, score: Float)?
        for (index, region) in regions.enumerated() where region.count <= largest {
            let lower = regions[max(0, index - 1)]
            let upper = regions[min(regions.count - 1, index + 1)]
            let shift = max(lower.radius - upper.radius, 0) + 0.05
            let score = (upper.threshold - lower.threshold) / shift * region.radius.squareRoot()
            if score > best?.score ?? 0 { best = (region, score) }
        }
        return best?.region
    }
}
