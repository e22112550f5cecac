/// Running means of colours; two in a row come near a Gaussian.
enum BoxBlur {
    private typealias Colours = UnsafeMutablePointer<SIMD4<Float>>

    /// The mean colour around every pixel, over pixels without hair.
    ///
    /// - Parameter radius: Half the box's side in pixels.
    static func smoothed(_ picture: LabPicture, without hair: HairMask, radius: Int) -> SmoothedPicture {
        let (width, height) = (picture.grid.width, picture.grid.height)
        // Two pictures, a row of running sums and a row without hair; pixels are read by four at the end.
        let size = picture.grid.count + 3
        return withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * size + 2 * width) { room in
            guard let sums = room.baseAddress else { preconditionFailure("a picture has pixels") }
            let between = sums + size
            let columns = between + size
            let row = columns + width
            (sums + picture.grid.count).update(repeating: .zero, count: 3)
            picture.colours.withUnsafeBufferPointer { colours in
                hair.isHair.bits.withUnsafeBufferPointer { isHair in
                    for start in stride(from: 0, to: picture.grid.count, by: width) {
                        for column in 0..<width {
                            row[column] = isHair[start &+ column] != 0 ? .zero : colours[start &+ column]
                        }
                        alongRow(row, between + start, count: width, radius: radius)
                    }
                }
            }
            downColumns(between, sums, columns, width: width, height: height, radius: radius)
            for start in stride(from: 0, to: picture.grid.count, by: width) {
                alongRow(sums + start, between + start, count: width, radius: radius)
            }
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
            let (first, second) = (sums[place], sums[place &+ 1])
            let (third, fourth) = (sums[place &+ 2], sums[place &+ 3])
            let weight = SIMD4(first.w, second.w, third.w, fourth.w)
            let isBare = weight .> 1e-6
            let none = SIMD4<Float>.zero
            let lightness = SIMD4(first.x, second.x, third.x, fourth.x) / weight
            let a = SIMD4(first.y, second.y, third.y, fourth.y) / weight
            let b = SIMD4(first.z, second.z, third.z, fourth.z) / weight
            target.lightness.setFour(place, none.replacing(with: lightness, where: isBare))
            target.a.setFour(place, none.replacing(with: a, where: isBare))
            target.b.setFour(place, none.replacing(with: b, where: isBare))
            target.weight.setFour(place, none.replacing(with: 1, where: isBare))
        }
    }

    /// Writes the running sums of a row; beyond its ends there is no weight.
    @inline(__always)
    private static func alongRow(_ source: Colours, _ target: Colours, count: Int, radius: Int) {
        var sum = SIMD4<Float>.zero
        for place in 0..<min(radius, count) { sum += source[place] }
        // Where the box is whole on both sides nothing needs to be asked.
        let whole = radius &+ 1..<max(radius &+ 1, count &- radius)
        func step(_ place: Int) {
            if place &+ radius < count { sum += source[place &+ radius] }
            if place > radius { sum -= source[place &- radius &- 1] }
            target[place] = sum
        }
        for place in 0..<min(whole.lowerBound, count) { step(place) }
        for place in whole {
            sum += source[place &+ radius] - source[place &- radius &- 1]
            target[place] = sum
        }
        for place in min(whole.upperBound, count)..<count { step(place) }
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
