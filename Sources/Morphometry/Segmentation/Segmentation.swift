/// Which pixels of a picture show the lesion in its middle.
struct Segmentation {
    /// The lesion, without holes.
    let lesion: LesionPixels
    /// The distance from the skin above which pixels belong to it.
    let threshold: Float
    /// The colours that it was found in.
    let smoothed: SmoothedPicture
    /// `[height, width]`: the colour distance from the skin.
    let distances: Plane
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
    func callAsFunction(
        _ picture: LabPicture,
        hair: HairMask
    ) -> (smoothed: SmoothedPicture, found: Segmentation?) {
        let smoothed = BoxBlur.smoothed(picture, without: hair, radius: picture.grid.pixels(smoothing))
        let factor = max(1, Int(coarsest / picture.grid.millimetresPerPixel))
        let rough = smoothed.every(factor)
        let grid = rough.grid
        let band = Int(rim * Float(min(grid.width, grid.height)))
        let rimSamples = SkinSamples(rough) { column, row in
            min(column, grid.width - 1 - column, row, grid.height - 1 - row) < band
        }
        guard rimSamples.count > 0 else { return (smoothed, nil) }
        let rimSkin = SkinModel(rimSamples)
        guard let first = region(rough, rimSkin) else { return (smoothed, nil) }
        let lesion = first.lesion.inPicture.set.dilated(times: grid.pixels(0.5))
        let around = lesion.bits.withUnsafeBufferPointer { isLesion in
            SkinSamples(rough) { isLesion[$1 &* grid.width &+ $0] == 0 }
        }
        let skin = around.count >= 50 ? SkinModel(around) : rimSkin
        return (smoothed, region(smoothed, skin.finer(by: factor)))
    }

    private func region(_ picture: SmoothedPicture, _ skin: SkinModel) -> Segmentation? {
        let grid = picture.grid
        let distances = skin.distances(picture)
        let peak = peak(distances, grid)
        let rise = peak.distance - skin.level
        guard rise >= max(leastContrast, leastSpreads * skin.spread) else { return nil }
        let nested = NestedRegions(
            distances,
            width: grid.width,
            from: peak.place,
            above: thresholdShares.map { skin.level + $0 * rise }
        )
        guard let sharpest = sharpest(nested.regions, grid) else { return nil }
        let best = halfway(nested, sharpest, distances, skin, width: grid.width, from: peak.place)
        let lesion = whole(best.places, grid)
        guard Float(lesion.count) * grid.millimetresPerPixel * grid.millimetresPerPixel >= leastArea else { return nil }
        return Segmentation(
            lesion: lesion,
            threshold: best.threshold,
            smoothed: picture,
            distances: distances,
            skin: skin
        )
    }

    /// The pixels at `places` without holes and thin outgrowths.
    private func whole(_ places: ArraySlice<Int32>, _ grid: PixelGrid) -> LesionPixels {
        var bounds = Bounds()
        let pixels = places.map { place in
            let (row, column) = UInt32(place).quotientAndRemainder(dividingBy: UInt32(grid.width))
            bounds.add(row: Int(row), from: Int(column), through: Int(column))
            return SIMD2(column, row)
        }
        let window = bounds.window.widened(by: 2, in: grid)
        var set = Bitmap(width: window.width, height: window.height)
        for pixel in pixels {
            set.bits[(Int(pixel.y) - window.top) * window.width + Int(pixel.x) - window.left] = 1
        }
        set.fillHoles()
        set.open()
        return LesionPixels(set, window, in: grid)
    }

    /// The place within 5 mm of the crop's middle that differs most from the skin, the middle preferred, and by how much:
    /// the mean of five pixels.
    private func peak(_ distances: Plane, _ grid: PixelGrid) -> (place: Int, distance: Float) {
        let (middleX, middleY) = (Float(grid.middle.x), Float(grid.middle.y))
        let scale = grid.millimetresPerPixel / centring
        let reach = grid.pixels(0.25)
        let farthest = 5 / grid.millimetresPerPixel
        func range(_ middle: Float, _ count: Int) -> Range<Int> {
            let low = max(reach, Int(middle - farthest))
            return low..<max(low, min(count - reach, Int(middle + farthest)))
        }
        let columns = range(middleX, grid.width)
        return distances.withPointer { distances in
            /// The means of five pixels each for four pixels in a row.
            @inline(__always)
            func means(_ place: Int) -> SIMD4<Float> {
                let beside = distances.four(place &- reach) + distances.four(place &+ reach)
                let above = distances.four(place &- reach &* grid.width)
                let below = distances.four(place &+ reach &* grid.width)
                return 0.2 * (distances.four(place) + beside + (above + below))
            }
            var best = (place: grid.count / 2, distance: Float(0), value: -Float.infinity)
            for row in range(middleY, grid.height) {
                let y = (Float(row) - middleY) * scale
                for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 4) {
                    let x = (SIMD4<Float>(0, 1, 2, 3) + Float(column) - middleX) * scale
                    let place = row &* grid.width &+ column
                    let means = means(place)
                    // Near a Gaussian, without an exponential for every pixel.
                    let fall = 1 + 0.25 * (x * x + y * y)
                    let values = means / (fall * fall)
                    let isBetter = values .> best.value
                    guard isAny(isBetter) else { continue }
                    for lane in 0..<min(4, columns.upperBound &- column) where values[lane] > best.value {
                        best = (place &+ lane, means[lane], values[lane])
                    }
                }
            }
            return (best.place, best.distance)
        }
    }

    /// The region above the threshold halfway between the skin and the lesion's median, where a blurred border truly is.
    ///
    /// A lesion of which that would leave less than half keeps the outline it has: its colours differ too much.
    private func halfway(
        _ nested: NestedRegions,
        _ region: NestedRegions.Region,
        _ distances: Plane,
        _ skin: SkinModel,
        width: Int,
        from start: Int
    ) -> (places: ArraySlice<Int32>, threshold: Float) {
        let places = nested.places(of: region)
        let inside = distances.withPointer { distances in places.map { distances[Int($0)] } }
        let threshold = skin.level + 0.5 * (quantile(0.6, inside) - skin.level)
        guard threshold > region.threshold else { return (places, region.threshold) }
        let refined = NestedRegions(distances, width: width, from: start, above: [threshold])
        guard let part = refined.regions.first, 2 * part.count >= region.count else {
            return (places, region.threshold)
        }
        return (refined.places(of: part), threshold)
    }

    /// The region whose outline moves least from one threshold to the next, larger ones preferred.
    private func sharpest(_ regions: [NestedRegions.Region], _ grid: PixelGrid) -> NestedRegions.Region? {
        let largest = Int(largestShare * Float(grid.count))
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
