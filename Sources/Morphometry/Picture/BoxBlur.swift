internal import CPixels

/// Running means of colours; two in a row come near a Gaussian.
enum BoxBlur {
    private typealias Colours = UnsafeMutablePointer<SIMD4<Float>>

    /// The mean colour around every pixel, over pixels without hair.
    ///
    /// - Parameter radius: Half the box's side in pixels.
    static func smoothed(_ picture: LabPicture, without hair: HairMask, radius: Int) -> SmoothedPicture {
        let (width, height) = (picture.grid.width, picture.grid.height)
        // Two pictures, a row of running sums and two rows without hair; pixels are read by four at the end.
        let size = picture.grid.count + 3
        return withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * size + 3 * width) { room in
            guard let sums = room.baseAddress else { preconditionFailure("a picture has pixels") }
            let between = sums + size
            let columns = between + size
            let bare = columns + width
            // Where each pair of rows begins; the last row of an odd number comes twice.
            let pairs = stride(from: 0, to: height, by: 2).map { min($0, height - 2) * width }
            (sums + picture.grid.count).update(repeating: .zero, count: 3)
            picture.colours.withUnsafeBufferPointer { colours in
                hair.isHair.bits.withUnsafeBufferPointer { isHair in
                    for start in pairs {
                        for place in 0..<2 &* width {
                            bare[place] = isHair[start &+ place] != 0 ? .zero : colours[start &+ place]
                        }
                        alongRows(bare, between + start, width: width, radius: radius)
                    }
                }
            }
            downColumns(between, sums, columns, width: width, height: height, radius: radius)
            for start in pairs { alongRows(sums + start, between + start, width: width, radius: radius) }
            downColumns(between, sums, columns, width: width, height: height, radius: radius)
            return SmoothedPicture(picture.grid) { means(sums, count: picture.grid.count, $0) }
        }
    }

    /// Divides sums of colours by their weights, four pixels at a time.
    private static func means(
        _ sums: Colours,
        count: Int,
        _ target: SmoothedPicture.Channels<UnsafeMutablePointer<Float>>
    ) {
        for place in stride(from: 0, to: count, by: 4) {
            let sums = cpixels_transposed(sums[place], sums[place &+ 1], sums[place &+ 2], sums[place &+ 3])
            let isBare = sums.w .> 1e-6
            let none = SIMD4<Float>.zero
            target.lightness.setFour(place, none.replacing(with: sums.x / sums.w, where: isBare))
            target.a.setFour(place, none.replacing(with: sums.y / sums.w, where: isBare))
            target.b.setFour(place, none.replacing(with: sums.z / sums.w, where: isBare))
            target.weight.setFour(place, none.replacing(with: 1, where: isBare))
        }
    }

    /// Writes the running sums of two rows side by side, since a processor waits for each sum of one; beyond their ends
    /// there is no weight.
    @inline(__always)
    private static func alongRows(_ source: Colours, _ target: Colours, width: Int, radius: Int) {
        @inline(__always)
        func both(_ place: Int) -> SIMD8<Float> {
            SIMD8(lowHalf: source[place], highHalf: source[place &+ width])
        }
        @inline(__always)
        func write(_ sums: SIMD8<Float>, _ place: Int) {
            target[place] = sums.lowHalf
            target[place &+ width] = sums.highHalf
        }
        var sum = SIMD8<Float>.zero
        for place in 0..<min(radius, width) { sum += both(place) }
        // Where the box is whole on both sides nothing needs to be asked.
        let whole = radius &+ 1..<max(radius &+ 1, width &- radius)
        func step(_ place: Int) {
            if place &+ radius < width { sum += both(place &+ radius) }
            if place > radius { sum -= both(place &- radius &- 1) }
            write(sum, place)
        }
        for place in 0..<min(whole.lowerBound, width) { step(place) }
        for place in whole {
            sum += both(place &+ radius) - both(place &- radius &- 1)
            write(sum, place)
        }
        for place in min(whole.upperBound, width)..<width { step(place) }
    }

    /// Writes the running sums of all columns, row by row as they lie in memory.
    @inline(__always)
    private static func downColumns(
        _ source: Colours,
        _ target: Colours,
        _ sums: Colours,
        width: Int,
        height: Int,
        radius: Int
    ) {
        sums.update(repeating: .zero, count: width)
        for row in 0..<min(radius, height) {
            for column in 0..<width { sums[column] += source[row &* width &+ column] }
        }
        for row in 0..<height {
            let own = row &* width
            let ahead = own &+ radius &* width
            let behind = own &- (radius &+ 1) &* width
            if row &+ radius < height && row > radius {
                for column in 0..<width {
                    let sum = sums[column] + (source[ahead &+ column] - source[behind &+ column])
                    sums[column] = sum
                    target[own &+ column] = sum
                }
                continue
            }
            if row &+ radius < height {
                for column in 0..<width { sums[column] += source[ahead &+ column] }
            }
            if row > radius {
                for column in 0..<width { sums[column] -= source[behind &+ column] }
            }
            for column in 0..<width { target[own &+ column] = sums[column] }
        }
    }
}
