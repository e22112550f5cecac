/// How far a crop can be trusted.
struct QualityMeasures {
    /// The resolution in pixels per millimetre.
    let resolution: Double
    /// The mean absolute Laplacian of L* over neighbours one pixel away: low where the crop is blurred.
    let detail: Double
    let hairShare: Double
    let clippedShare: Double
    let paddingShare: Double

    init(_ picture: LabPicture, _ hair: HairMask) {
        let grid = picture.grid
        let width = grid.width
        var total = 0.0
        var count = 0
        picture.lightness.withPointer { lightness in
            hair.isHair.bits.withUnsafeBufferPointer { isHair in
                for row in 1..<grid.height &- 1 {
                    let start = row &* width &+ 1
                    total += sum(count: width &- 2) { column in
                        let place = start &+ column
                        let beside = lightness[place &- 1] + lightness[place &+ 1]
                        let aboveAndBelow = lightness[place &- width] + lightness[place &+ width]
                        let laplacian = abs(beside + aboveAndBelow - 4 * lightness[place])
                        return isHair[place] != 0 ? 0 : laplacian
                    }
                    for place in start..<start &+ width &- 2 { count &+= 1 &- Int(isHair[place]) }
                }
            }
        }
        resolution = 1 / Double(grid.millimetresPerPixel)
        detail = total / Double(count)
        hairShare = Double(hair.share)
        clippedShare = Double(picture.clippedShare)
        paddingShare = Double(picture.paddingShare)
    }
}
